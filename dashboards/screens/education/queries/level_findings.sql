-- Levels of which the books say something else than what follows from them, by school and grade: how many pupils, in words.
SELECT school.school_code AS unit_code, school.name_vi AS unit_name_vi, finding.code, finding.message_vi
FROM quality.finding AS finding
JOIN marts.school AS school ON school.school_code = split_part(finding.key, ' · ', 1) AND school.valid_to IS NULL
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = school.school_code AND lineage.unit_from = school.valid_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
WHERE finding.source = 'smas' AND list_contains(['level_differs', 'conduct_differs', 'completion_differs'], finding.code)
    AND split_part(finding.key, ' · ', 2) = $school_year AND split_part(finding.key, ' · ', 3) = $term
    AND list_contains($scope, school.school_code)
ORDER BY school.school_code, finding.message_vi

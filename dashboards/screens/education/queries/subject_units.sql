-- One subject and grade in the parts of a unit: its communes and all of its schools.
SELECT subject.unit_kind, subject.unit_code, unit.short_name_vi AS unit_name_vi, school.unit_short_name_vi AS commune_name_vi,
    subject.average_count, subject.below_5_share, subject.average_mean, subject.is_hidden
FROM marts.subject_term AS subject
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = subject.unit_code AND lineage.unit_from = subject.unit_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.unit AS unit ON unit.unit_code = subject.unit_code AND unit.valid_from = subject.unit_from
LEFT JOIN marts.school AS school ON school.school_code = subject.unit_code AND school.valid_from = subject.unit_from
WHERE subject.subject_code = $subject AND subject.grade = $grade AND subject.unit_code <> $unit
    AND subject.period_start = $period_start AND subject.period_end = $period_end
    AND list_contains($scope, subject.unit_code)
ORDER BY subject.unit_kind, subject.below_5_share DESC NULLS LAST, subject.unit_code

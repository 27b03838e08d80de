-- Averages of which a unit's books say something else than their own marks, in one term: how many of each subject and grade.
SELECT difference.school_code AS unit_code, school.name_vi AS unit_name_vi, school.unit_short_name_vi AS commune_name_vi,
    difference.grade, difference.subject_name_vi, difference.span, difference.average_count, difference.recorded_mean,
    difference.recomputed_mean, difference.least_difference, difference.most_difference, difference.batch, difference.page
FROM marts.mark_difference AS difference
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = difference.school_code AND lineage.unit_from = difference.school_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.school AS school
    ON school.school_code = difference.school_code AND school.valid_from = difference.school_from
WHERE difference.term_start_date = $period_start AND difference.term_end_date = $period_end
    AND list_contains($scope, difference.school_code)
ORDER BY difference.school_code, difference.grade, difference.subject_name_vi, difference.span, difference.batch,
    difference.page

-- Averages below 5.0 of a unit by subject and grade, the most frequent first; hidden cells last.
SELECT subject_code, subject_name_vi, grade, average_count, below_5_share, average_mean, is_hidden
FROM marts.subject_term
WHERE unit_code = $unit AND period_start = $period_start AND period_end = $period_end
    AND list_contains($scope, unit_code)
ORDER BY below_5_share DESC NULLS LAST, subject_code, grade

-- The classes of one school in one term.
SELECT class_name, grade, school_kind, pupil_count, pupil_limit, is_over_limit, good_count, levelled_count,
    conduct_good_count, conduct_count, completed_count, classified_count, attended_count, session_count, hidden_measures
FROM marts.class_term
WHERE school_code = $school AND term_start_date = $period_start AND term_end_date = $period_end
    AND list_contains($scope, school_code)
ORDER BY grade, class_name

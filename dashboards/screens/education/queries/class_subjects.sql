-- Classes × subjects of one school, narrowed to a class, a subject or a grade where those are named.
SELECT class_name, grade, subject_code, subject_name_vi, is_by_comment, pupil_count, graded_count, average_mean,
    below_5_count, is_hidden, differing_count, batch, page
FROM marts.class_subject_term
WHERE school_code = $school AND term_start_date = $period_start AND term_end_date = $period_end
    AND ($class_name = '' OR class_name = $class_name) AND ($subject = '' OR subject_code = $subject)
    AND ($grade = '' OR grade::VARCHAR = $grade) AND list_contains($scope, school_code)
ORDER BY grade, class_name, is_by_comment, subject_name_vi

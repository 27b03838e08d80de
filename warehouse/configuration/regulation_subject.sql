SELECT
    regulation,
    grade_from::INTEGER AS grade_from,
    grade_to::INTEGER AS grade_to,
    subject_code,
    counts_as,
    part::DECIMAL(3, 2) AS part,
    is_required::BOOLEAN AS is_required,
    lesson_count::INTEGER AS lesson_count
FROM config_file.regulation_subjects

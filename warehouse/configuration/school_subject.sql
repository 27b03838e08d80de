SELECT
    subject_code,
    name_vi,
    is_by_comment::BOOLEAN AS is_by_comment
FROM config_file.school_subjects

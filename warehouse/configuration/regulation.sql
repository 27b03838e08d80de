SELECT
    school_year_from,
    school_year_to,
    grade_from::INTEGER AS grade_from,
    grade_to::INTEGER AS grade_to,
    regulation,
    has_one_subject_uplift::BOOLEAN AS has_one_subject_uplift
FROM config_file.regulations

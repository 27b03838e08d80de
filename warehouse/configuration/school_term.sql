SELECT
    school_year,
    term,
    name_vi,
    start_date::DATE AS start_date,
    end_date::DATE AS end_date,
    deadline::DATE AS deadline_date,
    session_count::INTEGER AS session_count
FROM config_file.school_terms

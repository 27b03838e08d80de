SELECT
    school_kind,
    valid_from::DATE AS valid_from,
    coalesce(valid_to::DATE, DATE '9999-12-31') AS valid_to,
    pupil_limit::INTEGER AS pupil_limit
FROM config_file.class_limits

SELECT
    level,
    name_vi
FROM config_file.school_levels

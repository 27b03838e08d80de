SELECT
    school.school_code,
    school.valid_from,
    school.valid_to,
    school.name_vi,
    school.school_kind,
    school.unit_code,
    school.unit_from,
    home.name_vi AS unit_name_vi,
    home.short_name_vi AS unit_short_name_vi
FROM config.school AS school
LEFT JOIN config.unit AS home ON home.unit_code = school.unit_code AND home.valid_from = school.unit_from

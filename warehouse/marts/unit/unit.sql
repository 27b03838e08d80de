SELECT
    unit_code,
    valid_from,
    valid_to,
    unit_kind,
    name_vi,
    short_name_vi,
    parent_code,
    parent_from,
    successor_code,
    successor_from,
    latitude,
    longitude,
    is_coastal
FROM config.unit

UNION ALL

SELECT
    agency_code AS unit_code,
    valid_from,
    valid_to,
    'agency' AS unit_kind,
    name_vi,
    name_vi AS short_name_vi,
    unit_code AS parent_code,
    unit_from AS parent_from,
    NULL AS successor_code,
    NULL AS successor_from,
    NULL AS latitude,
    NULL AS longitude,
    NULL AS is_coastal
FROM config.agency

UNION ALL

-- A school goes on under its code when its commune changes, so its next row is what follows it.
SELECT
    school.school_code AS unit_code,
    school.valid_from,
    school.valid_to,
    'school' AS unit_kind,
    school.name_vi,
    school.name_vi AS short_name_vi,
    school.unit_code AS parent_code,
    school.unit_from AS parent_from,
    next_one.school_code AS successor_code,
    next_one.valid_from AS successor_from,
    NULL AS latitude,
    NULL AS longitude,
    NULL AS is_coastal
FROM config.school AS school
LEFT JOIN config.school AS next_one
    ON next_one.school_code = school.school_code AND next_one.valid_from = school.valid_to + 1

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

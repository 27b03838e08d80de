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

UNION ALL

-- A facility goes on under its code too; a station that ends is followed by the one that its commune has from then on.
SELECT
    facility.facility_code AS unit_code,
    facility.valid_from,
    facility.valid_to,
    'facility' AS unit_kind,
    facility.name_vi,
    facility.name_vi AS short_name_vi,
    facility.unit_code AS parent_code,
    facility.unit_from AS parent_from,
    coalesce(next_one.facility_code, whole.facility_code) AS successor_code,
    coalesce(next_one.valid_from, whole.valid_from) AS successor_from,
    NULL AS latitude,
    NULL AS longitude,
    NULL AS is_coastal
FROM config.facility AS facility
LEFT JOIN config.facility AS next_one
    ON next_one.facility_code = facility.facility_code AND next_one.valid_from = facility.valid_to + 1
LEFT JOIN config.facility AS whole
    ON whole.unit_code = facility.unit_code AND whole.unit_from = facility.unit_from
    AND whole.facility_kind = 'station' AND whole.valid_from = facility.valid_to + 1
    AND next_one.facility_code IS NULL

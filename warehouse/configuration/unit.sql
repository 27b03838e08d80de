SELECT
    unit.code AS unit_code,
    unit.valid_from::DATE AS valid_from,
    unit.valid_to::DATE AS valid_to,
    unit.level AS unit_kind,
    unit.name_vi,
    unit.short_name_vi,
    parent.code AS parent_code,
    parent.valid_from::DATE AS parent_from,
    successor.code AS successor_code,
    successor.valid_from::DATE AS successor_from,
    unit.latitude::DECIMAL(9, 5) AS latitude,
    unit.longitude::DECIMAL(9, 5) AS longitude,
    unit.is_coastal::BOOLEAN AS is_coastal
FROM config_file.units AS unit
-- A parent is the one of that code valid on the unit's first day; a successor begins the day after the unit ends.
LEFT JOIN config_file.units AS parent
    ON parent.code = unit.parent_code
    AND unit.valid_from::DATE BETWEEN parent.valid_from::DATE AND coalesce(parent.valid_to::DATE, DATE '9999-12-31')
LEFT JOIN config_file.units AS successor
    ON successor.code = unit.successor_code
    AND successor.valid_from::DATE = unit.valid_to::DATE + 1

SELECT
    facility.code AS facility_code,
    facility.code_13 AS facility_code_13,
    facility.valid_from::DATE AS valid_from,
    facility.valid_to::DATE AS valid_to,
    facility.name_vi,
    facility.kind AS facility_kind,
    unit.code AS unit_code,
    unit.valid_from::DATE AS unit_from,
    parent.code AS parent_code,
    parent.valid_from::DATE AS parent_from
FROM config_file.facilities AS facility
LEFT JOIN config_file.units AS unit
    ON unit.code = facility.unit_code
    AND facility.valid_from::DATE BETWEEN unit.valid_from::DATE AND coalesce(unit.valid_to::DATE, DATE '9999-12-31')
LEFT JOIN config_file.facilities AS parent
    ON parent.code = facility.parent_code
    AND facility.valid_from::DATE BETWEEN parent.valid_from::DATE AND coalesce(parent.valid_to::DATE, DATE '9999-12-31')

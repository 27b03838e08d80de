SELECT
    agency.code AS agency_code,
    agency.valid_from::DATE AS valid_from,
    agency.valid_to::DATE AS valid_to,
    min(agency.valid_from::DATE) OVER (PARTITION BY agency.code) AS first_valid_from,
    agency.name_vi,
    agency.kind AS agency_kind,
    unit.code AS unit_code,
    unit.valid_from::DATE AS unit_from
FROM config_file.agencies AS agency
LEFT JOIN config_file.units AS unit
    ON unit.code = agency.unit_code
    AND agency.valid_from::DATE BETWEEN unit.valid_from::DATE AND coalesce(unit.valid_to::DATE, DATE '9999-12-31')

-- What came before an agency was founded belongs to its first days.
SELECT
    agency.code AS agency_code,
    agency.valid_from::DATE AS valid_from,
    agency.valid_to::DATE AS valid_to,
    CASE
        WHEN agency.valid_from::DATE > min(agency.valid_from::DATE) OVER (PARTITION BY agency.code)
            THEN agency.valid_from::DATE
        ELSE DATE '0001-01-01'
    END AS known_from,
    coalesce(agency.valid_to::DATE, DATE '9999-12-31') AS known_until,
    agency.name_vi,
    agency.kind AS agency_kind,
    unit.code AS unit_code,
    unit.valid_from::DATE AS unit_from
FROM config_file.agencies AS agency
LEFT JOIN config_file.units AS unit
    ON unit.code = agency.unit_code
    AND agency.valid_from::DATE BETWEEN unit.valid_from::DATE AND coalesce(unit.valid_to::DATE, DATE '9999-12-31')

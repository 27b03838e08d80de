SELECT
    school.code AS school_code,
    school.valid_from::DATE AS valid_from,
    school.valid_to::DATE AS valid_to,
    school.name_vi,
    school.kind AS school_kind,
    unit.code AS unit_code,
    unit.valid_from::DATE AS unit_from
FROM config_file.schools AS school
LEFT JOIN config_file.units AS unit
    ON unit.code = school.unit_code
    AND school.valid_from::DATE BETWEEN unit.valid_from::DATE AND coalesce(unit.valid_to::DATE, DATE '9999-12-31')

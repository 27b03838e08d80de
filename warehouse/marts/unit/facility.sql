SELECT
    facility.facility_code,
    facility.valid_from AS facility_from,
    facility.valid_to AS facility_to,
    facility.facility_code_13 AS code_13,
    facility.name_vi,
    facility.facility_kind AS kind,
    facility.parent_code,
    facility.unit_code,
    facility.unit_from,
    current_unit.unit_code AS current_unit_code
FROM config.facility AS facility
LEFT JOIN config.unit AS home ON home.unit_code = facility.unit_code AND home.valid_from = facility.unit_from
LEFT JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = home.unit_code AND lineage.unit_from = home.valid_from
    AND lineage.basis = 'successor' AND lineage.unit_kind = home.unit_kind
LEFT JOIN config.unit AS current_unit
    ON current_unit.unit_code = lineage.in_code AND current_unit.valid_from = lineage.in_from

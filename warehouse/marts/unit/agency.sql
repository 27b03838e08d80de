SELECT
    agency.agency_code,
    agency.valid_from,
    agency.valid_to,
    agency.known_from,
    agency.known_until,
    agency.name_vi,
    agency.agency_kind,
    agency.unit_code,
    agency.unit_from,
    current_unit.unit_code AS current_unit_code,
    current_unit.valid_from AS current_unit_from,
    current_unit.name_vi AS current_unit_name_vi
FROM config.agency AS agency
LEFT JOIN config.unit AS home ON home.unit_code = agency.unit_code AND home.valid_from = agency.unit_from
LEFT JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = home.unit_code AND lineage.unit_from = home.valid_from
    AND lineage.basis = 'successor' AND lineage.unit_kind = home.unit_kind
LEFT JOIN config.unit AS current_unit
    ON current_unit.unit_code = lineage.in_code AND current_unit.valid_from = lineage.in_from

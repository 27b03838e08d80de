-- The values of all facilities of a unit in one period, with the commune that each is of; none that was closed by then.
SELECT value.indicator, value.unit_kind, value.unit_code, facility.name_vi AS unit_name_vi, value.numerator, value.denominator,
    value.value, value.n, value.low, value.high, value.state, value.band, value.target, value.is_rounded, indicator.unit_vi, indicator.minimum_n,
    indicator.direction, indicator.owner, home.short_name_vi AS commune_name_vi, home.unit_kind AS home_kind, facility.kind,
    facility.parent_code
FROM marts.indicator_value AS value
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = value.unit_code AND lineage.unit_from = value.unit_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.facility AS facility
    ON facility.facility_code = value.unit_code AND facility.facility_from = value.unit_from
LEFT JOIN marts.unit AS home ON home.unit_code = facility.unit_code AND home.valid_from = facility.unit_from
WHERE value.basis = $basis AND value.grain = $grain AND value.unit_kind = 'facility'
    AND value.period_start = $period_start AND value.period_end = $period_end
    AND ($basis = 'own' OR facility.facility_to IS NULL OR facility.facility_to >= $cutoff)
    AND list_contains($indicators, value.indicator)
    AND list_contains($scope, value.unit_code)
ORDER BY value.unit_code, value.indicator

-- The values of all schools of a unit in one term, with the commune that each is of.
SELECT value.indicator, value.unit_kind, value.unit_code, unit.short_name_vi AS unit_name_vi, value.numerator,
    value.denominator, value.value, value.n, value.low, value.high, value.state, value.band, value.target,
    indicator.unit_vi, indicator.minimum_n, indicator.direction, indicator.definition_vi, indicator.owner,
    school.unit_short_name_vi AS commune_name_vi
FROM marts.indicator_value AS value
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = value.unit_code AND lineage.unit_from = value.unit_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
JOIN marts.school AS school ON school.school_code = value.unit_code AND school.valid_from = value.unit_from
WHERE value.basis = $basis AND value.grain = 'school_term' AND value.unit_kind = 'school'
    AND value.period_start = $period_start AND value.period_end = $period_end
    AND list_contains($indicators, value.indicator) AND value.state <> 'no_events'
    AND list_contains($scope, value.unit_code)
ORDER BY value.unit_code, value.indicator

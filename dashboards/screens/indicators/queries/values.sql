-- Every indicator of one unit in one report quarter, as published.
SELECT value.indicator, value.unit_code, unit.short_name_vi AS unit_name_vi, indicator.unit_vi, value.numerator,
    value.denominator, value.value, value.n, value.state, value.band, value.target, indicator.minimum_n
FROM marts.indicator_value AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
WHERE value.basis = 'successor'
    AND value.grain = 'report_quarter'
    AND value.period_start = $start
    AND value.unit_code = $unit
    AND value.unit_from = $unit_from
    AND list_contains($scope, value.unit_code)
ORDER BY value.indicator

-- The months of a unit up to the period looked at.
SELECT value.indicator, value.unit_code, unit.short_name_vi AS unit_name_vi, indicator.unit_vi, indicator.minimum_n,
    value.period_start, value.period_end, value.is_open, value.numerator, value.denominator, value.value, value.n,
    value.low, value.high, value.state, value.band, value.target
FROM marts.indicator_value AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
WHERE value.grain = 'month'
    AND value.basis = $basis
    AND value.unit_code = $unit
    AND value.unit_from = $unit_from
    AND list_contains($indicators, value.indicator)
    AND value.period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, value.unit_code)
ORDER BY value.period_start

-- The last months of a unit, the open one included.
SELECT value.indicator, value.unit_code, '' AS unit_name_vi, value.period_start, value.is_open, value.numerator,
    value.denominator, value.value, value.n, value.state, value.band, value.target, indicator.unit_vi, indicator.minimum_n
FROM marts.indicator_value AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
WHERE value.grain = 'month'
    AND value.basis = 'successor'
    AND value.unit_code = $unit
    AND value.unit_from = $unit_from
    AND value.indicator IN ('dossiers_received', 'dossiers_resolved', 'on_time_share')
    AND value.period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, value.unit_code)
ORDER BY value.period_start, value.indicator

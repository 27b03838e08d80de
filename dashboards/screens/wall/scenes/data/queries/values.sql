-- Both indicators of the data in every kind of period that is open; the longest of each stands first. A commune has no
-- figure of its own where only the whole area is counted.
SELECT value.indicator, value.unit_code, unit.short_name_vi AS unit_name_vi, indicator.unit_vi, value.numerator,
    value.denominator, value.value, value.n, value.state, value.band, value.target, indicator.minimum_n,
    indicator.direction, period.name_vi AS period_name_vi, period.period_start, period.period_end, period.is_open
FROM marts.indicator_value AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
JOIN marts.period AS period
    ON period.grain = value.grain AND period.period_start = value.period_start AND period.period_end = value.period_end
WHERE indicator.subject = 'quality' AND value.unit_code IN ($unit, $area) AND list_contains($scope, value.unit_code)
    AND value.basis = 'successor' AND value.is_open AND value.grain IN ('report_quarter', 'month', 'week', 'day')
ORDER BY value.indicator, value.unit_code = $unit DESC,
    list_position(['report_quarter', 'month', 'week', 'day'], value.grain)

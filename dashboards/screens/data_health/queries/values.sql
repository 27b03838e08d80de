-- Both indicators of the data for the whole area, in every kind of period that is open; the longest stands first.
SELECT value.indicator, value.unit_code, unit.short_name_vi AS unit_name_vi, indicator.unit_vi, value.numerator,
    value.denominator, value.value, value.n, value.state, value.band, value.target, indicator.minimum_n,
    indicator.name_vi, indicator.direction, definition.definition_vi, indicator.owner, period.name_vi AS period_name_vi,
    period.period_start, period.period_end, period.is_open
FROM marts.indicator_value AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.indicator_definition AS definition
    ON definition.indicator = value.indicator AND definition.valid_from = value.definition_from
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
JOIN marts.period AS period
    ON period.grain = value.grain AND period.period_start = value.period_start AND period.period_end = value.period_end
WHERE list_contains($scope, value.unit_code) AND indicator.subject = 'quality' AND value.unit_kind = 'area'
    AND value.basis = 'successor' AND value.is_open AND value.grain IN ('report_quarter', 'month', 'week', 'day')
ORDER BY value.indicator, list_position(['report_quarter', 'month', 'week', 'day'], value.grain)

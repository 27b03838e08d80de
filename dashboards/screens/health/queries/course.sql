-- The values of a unit up to a day, in periods of one kind: of the unit itself, and of what it is made of.
SELECT value.indicator, value.unit_kind, value.unit_code, unit.short_name_vi AS unit_name_vi, indicator.unit_vi, indicator.minimum_n,
    value.period_start, value.period_end, value.is_open, value.numerator, value.denominator, value.value, value.n, value.low,
    value.high, value.state, value.band, value.target, value.is_rounded, period.name_vi AS period_name_vi, period.cutoff_date
FROM marts.indicator_value AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
JOIN marts.period AS period
    ON period.grain = value.grain AND period.period_start = value.period_start AND period.period_end = value.period_end
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = value.unit_code AND lineage.unit_from = value.unit_from
    AND lineage.basis = value.basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
WHERE value.grain = $grain AND value.basis = $basis
    AND list_contains($indicators, value.indicator)
    AND value.period_start BETWEEN $from_date AND $until_date
    AND (value.unit_code = $unit AND value.unit_from = $unit_from OR list_contains($kinds, value.unit_kind))
    AND list_contains($scope, value.unit_code)
ORDER BY value.period_start, value.unit_code, value.indicator

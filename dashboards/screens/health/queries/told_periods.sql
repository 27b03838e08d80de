-- In which periods a unit has which of these figures, hidden or not; the newest first.
SELECT DISTINCT counted.indicator, period.grain, period.period_start, period.period_end, period.name_vi, period.cutoff_date,
    period.is_open
FROM marts.period AS period
JOIN marts.indicator_value AS counted
    ON counted.grain = period.grain AND counted.period_start = period.period_start
    AND counted.period_end = period.period_end
WHERE list_contains($indicators, counted.indicator) AND counted.basis = $basis
    AND counted.unit_code = $unit AND counted.unit_from = $unit_from AND list_contains($scope, counted.unit_code)
ORDER BY period.period_end DESC, period.period_start DESC, counted.indicator

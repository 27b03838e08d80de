-- The periods of one grain for which a unit was counted by any of these indicators, or by any at all; the newest first.
SELECT DISTINCT period.grain, period.period_start, period.period_end, period.name_vi, period.cutoff_date, period.is_open
FROM marts.period AS period
JOIN marts.indicator_value AS counted
    ON counted.grain = period.grain AND counted.period_start = period.period_start
    AND counted.period_end = period.period_end
WHERE (len($indicators) = 0 OR list_contains($indicators, counted.indicator))
    AND counted.basis = $basis
    AND counted.grain = $grain
    AND counted.unit_code = $unit
    AND counted.unit_from = $unit_from
    AND list_contains($scope, counted.unit_code)
ORDER BY period.period_end DESC, period.period_start DESC

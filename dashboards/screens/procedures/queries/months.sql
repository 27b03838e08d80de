-- Two years of months for the course of a unit, up to the period looked at.
SELECT indicator, period_start, period_end, is_open, value, band, target
FROM marts.indicator_value
WHERE grain = 'month'
    AND basis = $basis
    AND unit_code = $unit
    AND unit_from = $unit_from
    AND indicator IN ('dossiers_received', 'dossiers_resolved', 'on_time_share')
    AND period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, unit_code)
ORDER BY period_start

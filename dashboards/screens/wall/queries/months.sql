-- The last months of a unit, the open one included.
SELECT indicator, period_start, is_open, value, target
FROM marts.indicator_value
WHERE grain = 'month'
    AND basis = 'successor'
    AND unit_code = $unit
    AND unit_from = $unit_from
    AND indicator IN ('dossiers_received', 'dossiers_resolved', 'on_time_share')
    AND period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, unit_code)
ORDER BY period_start, indicator

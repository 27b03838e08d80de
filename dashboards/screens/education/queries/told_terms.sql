-- The terms for which a unit has any of these figures, hidden or not.
SELECT DISTINCT period_start, period_end
FROM marts.indicator_value
WHERE basis = $basis AND grain = 'school_term' AND unit_code = $unit AND unit_from = $unit_from
    AND list_contains($indicators, indicator) AND state <> 'no_events' AND list_contains($scope, unit_code)

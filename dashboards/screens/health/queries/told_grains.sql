-- The kinds of periods in which a unit has any of these figures, hidden or not.
SELECT DISTINCT grain
FROM marts.indicator_value
WHERE basis = $basis AND unit_code = $unit AND unit_from = $unit_from
    AND list_contains($indicators, indicator) AND list_contains($scope, unit_code)

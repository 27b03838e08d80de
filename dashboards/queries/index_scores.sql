-- What a unit, or each commune of an area, has of the scored parts of a composite in one period.
SELECT value.unit_code, value.part, value.numerator, value.denominator, value.points
FROM marts.indicator_part_value AS value
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = value.unit_code AND lineage.unit_from = value.unit_from
    AND lineage.in_code = $unit AND lineage.in_from = $unit_from AND lineage.basis = value.basis
WHERE value.indicator = $indicator
    AND value.basis = $basis
    AND value.grain = $grain
    AND value.period_start = $period_start
    AND value.period_end = $period_end
    AND list_contains($scope, value.unit_code)
ORDER BY value.unit_code, value.part

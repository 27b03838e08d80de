-- A unit, its communes and its agencies in one period, old units carried onto the new ones. Old communes have no figure
-- of their own there; old agencies keep theirs, since dossiers may still lie with them.
SELECT value.indicator, value.unit_kind, value.unit_code, unit.short_name_vi AS unit_name_vi, value.numerator,
    value.denominator, value.value, value.n, value.low, value.high, value.state, value.band, value.target,
    value.is_rounded, indicator.unit_vi, indicator.minimum_n, definition.certainty AS definition_certainty
FROM marts.indicator_value AS value
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = value.unit_code AND lineage.unit_from = value.unit_from AND lineage.basis = value.basis
    AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.indicator_definition AS definition
    ON definition.indicator = value.indicator AND definition.valid_from = value.definition_from
WHERE value.basis = 'successor'
    AND value.grain = $grain
    AND value.period_start = $period_start
    AND value.period_end = $period_end
    AND list_contains($scope, lineage.in_code)
ORDER BY value.indicator, value.unit_kind, value.unit_code

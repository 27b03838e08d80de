-- A unit and the units it is made of: its communes, the agencies (or schools) of a commune, and those above any commune.
WITH part AS (
    SELECT unit.unit_code, unit.valid_from AS unit_from
    FROM marts.unit AS unit
    JOIN marts.unit_lineage AS lineage ON lineage.unit_code = unit.unit_code AND lineage.unit_from = unit.valid_from
    JOIN marts.unit AS whole ON whole.unit_code = lineage.in_code AND whole.valid_from = lineage.in_from
    LEFT JOIN marts.unit AS parent ON parent.unit_code = unit.parent_code AND parent.valid_from = unit.parent_from
    WHERE lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
        AND CASE whole.unit_kind
            WHEN 'area' THEN unit.unit_kind = 'commune' OR (list_contains($parts, unit.unit_kind) AND parent.unit_kind = 'area')
            WHEN 'commune' THEN list_contains($parts, unit.unit_kind)
            ELSE false
        END

    UNION

    SELECT $unit, $unit_from
)

SELECT value.indicator, value.unit_kind, value.unit_code, unit.short_name_vi AS unit_name_vi, value.numerator,
    value.denominator, value.value, value.n, value.low, value.high, value.state, value.band, value.target, value.is_rounded,
    indicator.unit_vi, indicator.minimum_n, indicator.name_vi, indicator.direction, definition.definition_vi,
    definition.certainty AS definition_certainty, indicator.owner
FROM part
JOIN marts.indicator_value AS value ON value.unit_code = part.unit_code AND value.unit_from = part.unit_from
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.indicator_definition AS definition
    ON definition.indicator = value.indicator AND definition.valid_from = value.definition_from
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
WHERE value.basis = $basis
    AND value.grain = $grain
    AND value.period_start = $period_start
    AND value.period_end = $period_end
    AND list_contains($indicators, value.indicator)
    AND list_contains($scope, value.unit_code)
ORDER BY value.unit_code, value.indicator

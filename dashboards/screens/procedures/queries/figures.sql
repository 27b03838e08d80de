-- A unit and the units directly below it, with every indicator of one period. Agencies of the area itself stand below
-- it beside the communes, since they count in no commune.
WITH shown AS (
    SELECT unit_code, valid_from FROM marts.unit WHERE unit_code = $unit AND valid_from = $unit_from

    UNION

    SELECT child.unit_code, child.valid_from
    FROM marts.unit AS child
    INNER JOIN marts.unit_lineage AS home
        ON home.unit_code = child.parent_code AND home.unit_from = child.parent_from
    WHERE home.basis = $basis AND home.in_code = $unit AND home.in_from = $unit_from
        AND (child.unit_kind = 'commune' OR child.unit_kind = 'agency' AND home.unit_kind = (
            SELECT unit_kind FROM marts.unit WHERE unit_code = child.parent_code AND valid_from = child.parent_from
        ))
)

SELECT
    value.indicator, value.unit_kind, value.unit_code, value.unit_from, unit.short_name_vi AS unit_name_vi,
    value.numerator, value.denominator, value.value, value.n, value.state, value.band, value.target,
    indicator.name_vi, indicator.unit_vi, indicator.minimum_n, indicator.definition_vi
FROM shown
INNER JOIN marts.indicator_value AS value ON value.unit_code = shown.unit_code AND value.unit_from = shown.valid_from
INNER JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
INNER JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
WHERE value.basis = $basis AND value.grain = $grain AND value.period_start = $start AND list_contains($scope, $unit)
ORDER BY value.unit_kind, unit.short_name_vi, value.unit_code

-- scope: none (a definition belongs to no unit)
WITH asked AS (
    SELECT indicator, name_vi, unit_vi, $cutoff::DATE AS cutoff_date
    FROM marts.indicator
    WHERE list_contains($indicators, indicator)
)

SELECT asked.indicator, asked.name_vi, asked.unit_vi, definition.definition_vi, target.value AS target, target.basis
FROM asked
ASOF LEFT JOIN marts.indicator_definition AS definition
    ON definition.indicator = asked.indicator AND asked.cutoff_date >= definition.valid_from
ASOF LEFT JOIN marts.indicator_target AS target
    ON target.indicator = asked.indicator AND asked.cutoff_date >= target.valid_from
ORDER BY asked.indicator

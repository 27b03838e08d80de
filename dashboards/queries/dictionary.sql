-- scope: none (the dictionary of indicators is about no unit)
WITH asked AS (
    SELECT *, $cutoff::DATE AS cutoff_date
    FROM marts.indicator
    WHERE len($subjects) = 0 OR list_contains($subjects, subject)
)

SELECT asked.indicator, asked.subject, asked.name_vi, asked.unit_vi, asked.kind, asked.direction, asked.minimum_n,
    asked.owner, asked.numerator_vi, asked.denominator_vi, asked.rest_vi, asked.guards, definition.definition_vi,
    definition.certainty AS definition_certainty,
    target.value AS target, target.basis AS target_basis, target.certainty AS target_certainty
FROM asked
ASOF LEFT JOIN marts.indicator_definition AS definition
    ON definition.indicator = asked.indicator AND asked.cutoff_date >= definition.valid_from
ASOF LEFT JOIN marts.indicator_target AS target
    ON target.indicator = asked.indicator AND asked.cutoff_date >= target.valid_from
ORDER BY asked.indicator

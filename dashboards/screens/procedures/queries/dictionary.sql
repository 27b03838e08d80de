-- scope: none (the dictionary of indicators is about no unit)
SELECT indicator.indicator, indicator.name_vi, indicator.unit_vi, indicator.kind, indicator.minimum_n,
    indicator.definition_vi, indicator.owner, indicator.numerator_vi, indicator.denominator_vi, indicator.rest_vi,
    indicator.guards, target.value AS target, target.basis AS target_basis, target.certainty AS target_certainty
FROM marts.indicator AS indicator
LEFT JOIN (
    SELECT indicator, max_by(value, valid_from) AS value, max_by(basis, valid_from) AS basis,
        max_by(certainty, valid_from) AS certainty
    FROM marts.indicator_target
    GROUP BY indicator
) AS target ON target.indicator = indicator.indicator
ORDER BY indicator.indicator

-- scope: none (what an indicator means belongs to no unit)
SELECT indicator, valid_from, definition_vi, certainty, mart
FROM marts.indicator_definition
ORDER BY indicator, valid_from DESC

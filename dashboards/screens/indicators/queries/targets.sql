-- scope: none (a target is one for all units)
SELECT indicator, valid_from, value, basis, certainty
FROM marts.indicator_target
ORDER BY indicator, valid_from DESC

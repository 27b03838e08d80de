-- What the shares of a unit are counted of, in words: the newest denominator that was known by a day.
SELECT indicator, denominator_vi, coalesce(denominator_date, $cutoff) AS denominator_date, certainty
FROM marts.health_denominator
WHERE unit_code = $unit AND unit_from = $unit_from AND coalesce(denominator_date, $cutoff) <= $cutoff
    AND list_contains($indicators, indicator) AND list_contains($scope, unit_code)
QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY denominator_date DESC NULLS LAST, denominator_vi) = 1

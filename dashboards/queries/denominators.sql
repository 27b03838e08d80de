-- What the shares of a unit are counted of on a day, in words: every source that holds then, with its date where they
-- differ, and how sure the least sure of them is. What is counted of records holds for the last day of which they came.
SELECT indicator, string_agg(DISTINCT said, '; ' ORDER BY said) AS denominator_vi,
    coalesce(max(denominator_date), $records_until) AS denominator_date,
    ['seen', 'secondary', 'unconfirmed', 'assumed'][
        max(coalesce(list_position(['seen', 'secondary', 'unconfirmed', 'assumed'], certainty), 0))] AS certainty
FROM (
    SELECT *, CASE
        WHEN min(denominator_date) OVER (PARTITION BY indicator) < max(denominator_date) OVER (PARTITION BY indicator)
            THEN denominator_vi || ' (' || strftime(denominator_date, '%d/%m/%Y') || ')'
        ELSE denominator_vi
    END AS said
    FROM marts.health_denominator
    WHERE unit_code = $unit AND unit_from = $unit_from AND coalesce($cutoff >= from_date AND $cutoff < until_date, true)
        AND list_contains($indicators, indicator) AND list_contains($scope, unit_code)
)
GROUP BY indicator

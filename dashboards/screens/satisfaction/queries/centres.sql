-- The centres of a unit: whether a counter there has one officer alone, whether one scale there belongs to one such
-- counter beside others.
WITH counter AS (
    SELECT rating.agency_code, rating.agency_from, rating.counter_code, rating.scale,
        coalesce(min(counter.officer_count), 0) < 2 AS is_lone,
        coalesce(min(counter.centre_officer_count), 0) < 2 AS is_of_lone
    FROM marts.rating AS rating
    LEFT JOIN marts.counter AS counter
        ON counter.counter_code = rating.counter_code AND counter.agency_code = rating.agency_code
        AND counter.agency_from = rating.agency_from
    WHERE list_contains($scope, rating.unit_code) AND (rating.agency_code, rating.agency_from) IN (
        SELECT (lineage.unit_code, lineage.unit_from)
        FROM marts.unit_lineage AS lineage
        WHERE lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
    )
    GROUP BY ALL
),

scale AS (
    SELECT agency_code, agency_from, scale, count(*) = 1 AND bool_or(is_lone) AS is_of_one,
        bool_or(is_of_lone) AS is_of_lone
    FROM counter
    GROUP BY ALL
),

counted AS (
    SELECT agency_code, agency_from, count(DISTINCT counter_code) AS counters
    FROM counter
    GROUP BY ALL
)

SELECT scale.agency_code, bool_or(scale.is_of_lone) AS is_lone,
    bool_or(scale.is_of_one) AND max(counted.counters) > 1 AS is_told_by_scale
FROM scale
JOIN counted ON counted.agency_code = scale.agency_code AND counted.agency_from = scale.agency_from
GROUP BY scale.agency_code

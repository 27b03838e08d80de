-- What the covers of health are counted from: so many persons more from one day on, and fewer from another, in a unit.
-- Nobody counts in a commune whose population is not known, so that both sides of the line are of the same people.
WITH bound AS (
    SELECT 'area' AS bound_by, unit_code, unit_from, valid_from AS first_date, valid_to AS last_date
    FROM marts.unit_lineage
    WHERE basis = 'own' AND unit_kind = 'area'
    UNION ALL
    SELECT 'population', lineage.unit_code, lineage.unit_from,
        greatest(min(known.population_date), lineage.valid_from), lineage.valid_to
    FROM marts.unit_lineage AS lineage
    INNER JOIN config.population AS known
        ON known.unit_code = lineage.in_code AND known.unit_from = lineage.in_from
    WHERE lineage.basis = 'own' AND lineage.unit_kind = 'commune'
    GROUP BY lineage.unit_code, lineage.unit_from, lineage.valid_from, lineage.valid_to
),

bounded AS (
    SELECT
        span.indicator,
        span.is_counted,
        span.place_code AS unit_code,
        span.place_from AS unit_from,
        greatest(span.from_date, bound.first_date) AS opened_date,
        least(span.until_date, bound.last_date + 1) AS closed_date,
        span.person_count
    FROM marts.health_span AS span
    INNER JOIN bound
        ON bound.bound_by = span.bound_by AND bound.unit_code = span.place_code AND bound.unit_from = span.place_from
)

SELECT
    indicator,
    is_counted,
    unit_code,
    unit_from,
    opened_date,
    closed_date,
    opened_date AS known_date,
    sum(person_count)::INTEGER AS person_count
FROM bounded
WHERE opened_date < closed_date
GROUP BY ALL

UNION ALL

SELECT indicator, false AS is_counted, unit_code, unit_from, from_date, until_date, NULL AS known_date, person_count
FROM marts.health_population

-- Whom a share is counted of where that is no record: the population of a commune by its newest row, and of it the
-- estimated patients of a long illness.
WITH known AS (
    SELECT
        unit_code,
        unit_from,
        population_date,
        kind,
        person_count,
        source,
        certainty,
        lead(population_date) OVER (PARTITION BY unit_code, unit_from ORDER BY population_date) AS next_date
    FROM config.population
    QUALIFY row_number() OVER (PARTITION BY unit_code, unit_from, population_date ORDER BY kind, source) = 1
),

dated AS (
    SELECT
        known.*,
        greatest(known.population_date, unit.valid_from) AS from_date,
        least(coalesce(known.next_date, DATE '9999-12-31'), coalesce(unit.valid_to + 1, DATE '9999-12-31'))
            AS until_date
    FROM known
    INNER JOIN marts.unit AS unit ON unit.unit_code = known.unit_code AND unit.valid_from = known.unit_from
)

SELECT indicator, NULL AS disease_vi, unit_code, unit_from, population_date, kind, person_count, source, certainty,
    from_date, until_date
FROM dated
CROSS JOIN (VALUES ('health_record_cover'), ('annual_checkup_cover')) AS counted_of (indicator)
WHERE from_date < until_date

UNION ALL

SELECT
    disease.disease_code || '_managed_share' AS indicator,
    disease.name_vi AS disease_vi,
    dated.unit_code,
    dated.unit_from,
    dated.population_date,
    dated.kind,
    round(dated.person_count * disease.age_share * disease.prevalence_share)::INTEGER AS person_count,
    dated.source || '; ' || disease.source AS source,
    disease.certainty,
    greatest(dated.from_date, disease.valid_from) AS from_date,
    least(dated.until_date, coalesce(disease.valid_to + 1, DATE '9999-12-31')) AS until_date
FROM dated
INNER JOIN config.prevalence AS disease
    ON disease.valid_from < dated.until_date AND coalesce(disease.valid_to, DATE '9999-12-31') >= dated.from_date

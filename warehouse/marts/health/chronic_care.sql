-- Whoever is under lasting care for a long illness: three months from each visit with its diagnosis, or until the next
-- one, which then tells where they are.
WITH seen AS (
    SELECT disease.disease_code, visit.person, visit.admitted_date, visit.place_code, visit.place_from
    FROM marts.health_visit AS visit
    INNER JOIN config.prevalence AS disease
        ON visit.admitted_date BETWEEN disease.valid_from AND coalesce(disease.valid_to, DATE '9999-12-31')
        AND len(list_filter(visit.diagnoses, lambda code: list_contains(disease.diagnosis_starts, code[:3]))) > 0
    WHERE visit.person IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY disease.disease_code, visit.person, visit.admitted_date
        ORDER BY visit.admitted_at DESC, visit.place_code, visit.visit
    ) = 1
)

SELECT
    disease_code,
    person,
    place_code,
    place_from,
    admitted_date AS from_date,
    least(
        (admitted_date + INTERVAL 3 MONTH)::DATE,
        coalesce(lead(admitted_date) OVER (PARTITION BY disease_code, person ORDER BY admitted_date), DATE '9999-12-31')
    ) AS until_date
FROM seen

-- Whoever was seen with a disease that is watched, once for each illness, on the day and at the place of their first
-- visit with it. The diagnosis may stand first or among the others; a visit within so many days of the one before is of
-- the same illness.
WITH seen AS (
    SELECT
        disease.disease_code,
        visit.person,
        visit.admitted_date,
        visit.place_code,
        visit.place_from,
        max(disease.same_illness_days) AS same_illness_days,
        row_number() OVER (
            PARTITION BY disease.disease_code, visit.person, visit.admitted_date
            ORDER BY min(visit.admitted_at), visit.place_code
        ) AS visit_number
    FROM marts.health_visit AS visit
    INNER JOIN config.disease AS disease
        ON visit.admitted_date BETWEEN disease.valid_from AND coalesce(disease.valid_to, DATE '9999-12-31')
        AND len(list_filter(visit.diagnoses, lambda code: starts_with(code, disease.diagnosis_start))) > 0
    WHERE visit.person IS NOT NULL
    GROUP BY disease.disease_code, visit.person, visit.admitted_date, visit.place_code, visit.place_from
),

by_day AS (
    SELECT
        *,
        lag(admitted_date) OVER (PARTITION BY disease_code, person ORDER BY admitted_date) AS before_date
    FROM seen
    WHERE visit_number = 1
)

SELECT disease_code, person, admitted_date AS first_date, place_code, place_from
FROM by_day
WHERE before_date IS NULL OR admitted_date - before_date > same_illness_days

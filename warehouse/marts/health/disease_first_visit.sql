-- Whoever was seen with a disease that is watched, once for each illness, on the day and at the place of their first
-- visit with it. The diagnosis may stand first or among the others; a visit within so many days of the one before is of
-- the same illness. They are known since the first version with that diagnosis of a visit of that week has landed.
WITH diagnosed AS (
    SELECT
        disease.disease_code,
        version.visit,
        max(disease.same_illness_days) AS same_illness_days,
        min(version.landed_at) AS landed_at
    FROM staging.health_record__visit_version AS version
    INNER JOIN config.disease AS disease
        ON version.admitted_date BETWEEN disease.valid_from AND coalesce(disease.valid_to, DATE '9999-12-31')
        AND len(list_filter(
            list_prepend(version.main_diagnosis, [other.code FOR other IN coalesce(version.other_diagnoses, [])]),
            lambda told: starts_with(replace(told, '.', ''), disease.diagnosis_start)
        )) > 0
    GROUP BY disease.disease_code, version.visit
    HAVING bool_or(version.is_loaded)
),

seen AS (
    SELECT
        diagnosed.disease_code,
        visit.person,
        visit.admitted_date,
        visit.place_code,
        visit.place_from,
        diagnosed.same_illness_days,
        row_number() OVER (
            PARTITION BY diagnosed.disease_code, visit.person, visit.admitted_date
            ORDER BY visit.admitted_at, visit.place_code
        ) AS visit_number,
        min(diagnosed.landed_at) OVER (
            PARTITION BY diagnosed.disease_code, visit.person, visit.admitted_date
        ) AS landed_at
    FROM marts.health_visit AS visit
    INNER JOIN diagnosed USING (visit)
),

by_day AS (
    SELECT
        *,
        coalesce(admitted_date - lag(admitted_date) OVER of_person > same_illness_days, true) AS is_first
    FROM seen
    WHERE visit_number = 1
    WINDOW of_person AS (PARTITION BY disease_code, person ORDER BY admitted_date)
),

illness AS (
    SELECT
        *,
        count(*) FILTER (WHERE is_first) OVER (PARTITION BY disease_code, person ORDER BY admitted_date) AS illness_number
    FROM by_day
),

known AS (
    SELECT
        * REPLACE (
            min(landed_at) OVER (
                PARTITION BY disease_code, person, illness_number, date_trunc('week', admitted_date)
            ) AS landed_at
        )
    FROM illness
)

SELECT disease_code, person, admitted_date AS first_date, place_code, place_from, landed_at
FROM known
WHERE is_first

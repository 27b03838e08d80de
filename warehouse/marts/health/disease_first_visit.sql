-- Whoever was seen with a disease that is watched, once for each illness, on the day and at the place of their first
-- visit with it; a visit within so many days of the one before is of the same illness. That they count there and in that
-- week is known since the pull that brought it, or that took back a visit before it.
WITH seen AS (
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
            PARTITION BY
                diagnosed.disease_code,
                visit.person,
                date_trunc('week', visit.admitted_date),
                visit.place_code,
                visit.place_from
        ) AS landed_at
    FROM marts.health_visit AS visit
    INNER JOIN marts.disease_visit AS diagnosed USING (visit)
),

by_day AS (
    SELECT
        * EXCLUDE (visit_number),
        lag(admitted_date) OVER (PARTITION BY disease_code, person ORDER BY admitted_date) AS before_date
    FROM seen
    WHERE visit_number = 1
),

first_visit AS (
    SELECT * FROM by_day WHERE before_date IS NULL OR admitted_date - before_date > same_illness_days
)

SELECT
    first_visit.disease_code,
    first_visit.person,
    first_visit.admitted_date AS first_date,
    first_visit.place_code,
    first_visit.place_from,
    greatest(first_visit.landed_at, max(withdrawn.landed_at)) AS landed_at
FROM first_visit
LEFT JOIN marts.disease_withdrawn AS withdrawn
    ON withdrawn.disease_code = first_visit.disease_code
    AND withdrawn.person = first_visit.person
    AND withdrawn.admitted_date < date_trunc('week', first_visit.admitted_date)
    AND first_visit.admitted_date - withdrawn.admitted_date <= first_visit.same_illness_days
GROUP BY
    first_visit.disease_code,
    first_visit.person,
    first_visit.admitted_date,
    first_visit.place_code,
    first_visit.place_from,
    first_visit.landed_at

-- A child's days that count: the second dose against measles, and the last of the doses of the first year. Doses are
-- told apart by their day, for records have no number of a dose; any vaccine against measles is one. Only those of a
-- person's newest list count.
WITH asked AS (
    SELECT dose_group, count(*) AS dose_count
    FROM config.vaccine
    WHERE is_full_under_1
    GROUP BY dose_group
),

given AS (
    SELECT DISTINCT dose.person, vaccine.dose_group, vaccine.is_measles, dose.injected_date
    FROM staging.health_record__vaccination_version AS dose
    INNER JOIN marts.record_list AS newest
        ON newest.person = dose.person AND newest.injection_list IS NOT DISTINCT FROM dose.injection_list
    INNER JOIN config.vaccine AS vaccine USING (vaccine_code)
),

numbered AS (
    SELECT *, row_number() OVER (PARTITION BY person, dose_group ORDER BY injected_date) AS dose_number
    FROM given
)

SELECT
    numbered.person,
    min(numbered.injected_date) FILTER (WHERE numbered.is_measles AND numbered.dose_number = 2) AS second_measles_date,
    CASE
        WHEN count(asked.dose_group) = (SELECT count(*) FROM asked)
            THEN max(numbered.injected_date) FILTER (WHERE asked.dose_group IS NOT NULL)
    END AS full_date
FROM numbered
LEFT JOIN asked ON asked.dose_group = numbered.dose_group AND asked.dose_count = numbered.dose_number
GROUP BY numbered.person

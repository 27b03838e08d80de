-- From when until when a person is one of those counted, or of those that they are counted of, for each share of
-- health; `bound_by` says which days count: those of an area, or those for which the commune's population is known.
WITH child AS (
    SELECT
        person.*,
        dose.second_measles_date,
        dose.full_date,
        (birth_month + INTERVAL 18 MONTH)::DATE AS month_18,
        (birth_month + INTERVAL 24 MONTH)::DATE AS month_24,
        (birth_month + INTERVAL 12 MONTH)::DATE AS month_12,
        date_trunc('year', birth_month + to_months(due.last_month))::DATE AS due_year
    FROM marts.health_person AS person
    CROSS JOIN (SELECT max(due_month) AS last_month FROM config.vaccine WHERE is_full_under_1) AS due
    LEFT JOIN marts.child_vaccination AS dose USING (person)
    WHERE birth_month IS NOT NULL
),

checkup AS (
    SELECT person, date_trunc('year', examined_date)::DATE AS checkup_year, min(examined_date) AS first_date
    FROM staging.health_record__checkup_version AS told
    INNER JOIN marts.record_list AS newest USING (person)
    WHERE told.kind IN ('periodic', 'screening') AND newest.checkup_list IS NOT DISTINCT FROM told.checkup_list
    GROUP BY ALL
),

span AS (
    SELECT 'health_record_cover' AS indicator, true AS is_counted, 'population' AS bound_by, place_code, place_from,
        from_date, until_date
    FROM marts.health_person
    UNION ALL
    SELECT 'health_record_renewed', false, 'area', place_code, place_from, from_date, until_date
    FROM marts.health_person
    UNION ALL
    SELECT 'health_record_renewed', true, 'area', place_code, place_from, from_date, least(until_date, entry_until_date)
    FROM marts.health_person
    UNION ALL
    SELECT 'annual_checkup_cover', true, 'population', place_code, place_from, greatest(from_date, first_date),
        least(until_date, (checkup_year + INTERVAL 1 YEAR)::DATE)
    FROM marts.health_person
    INNER JOIN checkup USING (person)
    UNION ALL
    SELECT 'measles_2_doses_cover', false, 'area', place_code, place_from, greatest(from_date, month_18),
        least(until_date, month_24)
    FROM child
    UNION ALL
    SELECT 'measles_2_doses_cover', true, 'area', place_code, place_from,
        greatest(from_date, month_18, second_measles_date), least(until_date, month_24)
    FROM child
    WHERE second_measles_date IS NOT NULL
    UNION ALL
    -- The children under one year of a year are those whose last dose falls due in it.
    SELECT 'full_vaccination_under_1', false, 'area', place_code, place_from, greatest(from_date, due_year),
        least(until_date, (due_year + INTERVAL 1 YEAR)::DATE)
    FROM child
    UNION ALL
    SELECT 'full_vaccination_under_1', true, 'area', place_code, place_from, greatest(from_date, due_year, full_date),
        least(until_date, (due_year + INTERVAL 1 YEAR)::DATE)
    FROM child
    WHERE full_date < month_12
    UNION ALL
    SELECT disease_code || '_managed_share', true, 'population', place_code, place_from, from_date, until_date
    FROM marts.chronic_care
)

SELECT indicator, is_counted, bound_by, place_code, place_from, from_date, until_date, count(*) AS person_count
FROM span
WHERE from_date < until_date
GROUP BY ALL

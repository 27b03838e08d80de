-- How long open dossiers have been open and overdue, by the agency that holds them; forwarded ones are told apart.
WITH aged AS (
    SELECT
        dossier.*,
        (now_day.working_day_number - accepted_day.working_day_number)::INTEGER AS open_working_days
    FROM marts.dossier AS dossier
    CROSS JOIN config.today AS today
    INNER JOIN config.calendar_day AS now_day ON now_day.calendar_date = today.today_date
    LEFT JOIN config.calendar_day AS accepted_day ON accepted_day.calendar_date = dossier.received_date
    WHERE dossier.is_open
)

SELECT
    agency_code,
    agency_from,
    agency_name_vi,
    unit_code,
    unit_from,
    field_code,
    competence,
    processing_system,
    CASE
        WHEN open_working_days <= 5 THEN '0_5'
        WHEN open_working_days <= 10 THEN '6_10'
        WHEN open_working_days <= 20 THEN '11_20'
        WHEN open_working_days <= 60 THEN '21_60'
        ELSE 'over_60'
    END AS open_days_band,
    CASE
        WHEN due_date IS NULL THEN 'no_due_date'
        WHEN NOT is_overdue THEN 'not_overdue'
        WHEN overdue_working_days <= 2 THEN '0_2'
        WHEN overdue_working_days <= 5 THEN '3_5'
        WHEN overdue_working_days <= 10 THEN '6_10'
        WHEN overdue_working_days <= 20 THEN '11_20'
        ELSE 'over_20'
    END AS overdue_days_band,
    count(*) AS dossier_count,
    count(*) FILTER (WHERE is_overdue) AS overdue_count,
    max(overdue_working_days) AS longest_overdue_days
FROM aged
GROUP BY ALL

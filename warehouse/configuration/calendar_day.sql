WITH every_day AS (
    SELECT unnest(generate_series(DATE '2020-01-01', DATE '2035-12-31', INTERVAL 1 DAY))::DATE AS calendar_date
),

judged AS (
    SELECT
        every_day.calendar_date,
        coalesce(exception.kind = 'working', isodow(every_day.calendar_date) < 6) AS is_working,
        exception.name_vi
    FROM every_day
    LEFT JOIN config_file.calendar AS exception ON exception.date::DATE = every_day.calendar_date
)

SELECT
    calendar_date,
    is_working,
    count(*) FILTER (WHERE is_working) OVER (ORDER BY calendar_date) AS working_day_number,
    min(calendar_date) FILTER (WHERE is_working) OVER (
        ORDER BY calendar_date ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS next_working_date,
    name_vi
FROM judged

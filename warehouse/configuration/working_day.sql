SELECT
    working_day_number,
    calendar_date
FROM config.calendar_day
WHERE is_working

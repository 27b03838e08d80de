SELECT
    calendar_date,
    is_working,
    working_day_number,
    name_vi
FROM config.calendar_day

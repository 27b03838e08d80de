-- The files that each facility owes up to yesterday: a package a month until the stations were joined, one a day since,
-- of each stream that is asked of its kind. A station that belongs to no centre here owes nothing.
SELECT
    facility.facility_code,
    facility.valid_from AS facility_from,
    facility.name_vi,
    asked.stream_kind,
    asked.name_vi AS stream_name_vi,
    asked.every,
    CASE asked.every
        WHEN 'month' THEN date_trunc('month', day.calendar_date)::DATE ELSE day.calendar_date
    END AS period_start,
    day.calendar_date AS period_end,
    (day.calendar_date + asked.deadline_days)::DATE AS deadline_date
FROM config.facility_delivery AS asked
CROSS JOIN config.today
INNER JOIN config.calendar_day AS day
    ON day.calendar_date BETWEEN asked.valid_from AND asked.valid_to AND day.calendar_date < today.today_date
    AND (asked.every = 'day' OR day.calendar_date = last_day(day.calendar_date))
INNER JOIN config.facility AS facility
    ON facility.facility_kind = asked.facility_kind
    AND (facility.facility_kind = 'centre' OR facility.parent_code IS NOT NULL)
    AND day.calendar_date BETWEEN facility.valid_from AND coalesce(facility.valid_to, DATE '9999-12-31')

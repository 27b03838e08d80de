-- What each source owes every night on which it delivers, from the day after it was first heard from: a pull that ended
-- well from the midnight of that day on, by the source's deadline. Nights reach back as far as outcomes are kept.
WITH good AS (
    SELECT source, ended_at, (ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE AS ended_date
    FROM landed.pull
    -- A pull that broke off may lack the very rows that are owed; warehouse/nights.py calls it partial too.
    WHERE state = 'ok'
),

first_heard AS (SELECT source, min(ended_date) AS first_date FROM good GROUP BY source),

night AS (
    SELECT
        schedule.source,
        schedule.deadline,
        day.calendar_date AS night_date,
        lead(day.calendar_date) OVER (PARTITION BY schedule.source ORDER BY day.calendar_date) AS next_date
    FROM config.source_schedule AS schedule
    INNER JOIN first_heard USING (source)
    INNER JOIN marts.calendar_day AS day
        ON day.calendar_date > first_heard.first_date
        AND (schedule.calendar = 'every_day' OR day.is_working)
    -- Who delivers by terms owes nothing by night (marts.delivery).
    WHERE schedule.calendar <> 'school_terms'
),

received AS (
    SELECT night.source, night.night_date, night.deadline, min(good.ended_at) AS received_at
    FROM night
    CROSS JOIN config.today
    LEFT JOIN good
        ON good.source = night.source AND good.ended_date >= night.night_date
        AND good.ended_date < coalesce(night.next_date, DATE '9999-12-31')
    WHERE night.night_date <= today.today_date
    GROUP BY ALL
)

SELECT
    received.source,
    area.unit_code,
    area.valid_from AS unit_from,
    area.short_name_vi AS unit_name_vi,
    strftime(night_date, 'Ngày %d/%m/%Y') AS period_name_vi,
    night_date AS period_start,
    night_date AS period_end,
    night_date AS expected_from_date,
    night_date AS deadline_date,
    received_at,
    CASE
        WHEN received_at <= (night_date + deadline) AT TIME ZONE 'Asia/Ho_Chi_Minh' THEN 'on_time'
        WHEN received_at IS NOT NULL THEN 'late'
        WHEN night_date < today.today_date THEN 'missing'
        ELSE 'not_due'
    END AS state,
    night_date < today.today_date AS is_judged,
    -- The data of a night that failed came with the next one that did not.
    received_at IS NULL AND night_date < today.today_date AND coalesce(night_date < max(night_date) FILTER (
        WHERE received_at IS NOT NULL
    ) OVER (PARTITION BY received.source), false) AS is_made_up
FROM received
CROSS JOIN config.today
INNER JOIN marts.unit AS area
    ON area.unit_kind = 'area' AND night_date BETWEEN area.valid_from AND coalesce(area.valid_to, DATE '9999-12-31')

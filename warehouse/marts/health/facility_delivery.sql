-- What each facility owes, and when the first good file of it came: one that is sent again is no later for it. Beside a
-- missing one: since when nothing at all has come of that stream.
WITH judged AS (
    SELECT
        owed.*,
        received.received_at,
        received.newest.batch AS batch,
        received.newest.page AS page,
        CASE
            WHEN received.received_at <= (owed.deadline_date + schedule.deadline) AT TIME ZONE 'Asia/Ho_Chi_Minh'
                THEN 'on_time'
            WHEN received.received_at IS NOT NULL THEN 'late'
            WHEN owed.deadline_date < today.today_date THEN 'missing'
            ELSE 'not_due'
        END AS state,
        owed.deadline_date < today.today_date AS is_judged,
        max(owed.period_end) FILTER (WHERE received.received_at IS NOT NULL) OVER (
            PARTITION BY owed.facility_code, owed.stream_kind
        ) AS last_sent_date
    FROM config.facility_owed AS owed
    CROSS JOIN config.today
    INNER JOIN config.source_schedule AS schedule ON schedule.source = 'health_record'
    LEFT JOIN marts.received_delivery AS received
        ON received.stream_kind = owed.stream_kind AND received.day = owed.period_end
        AND (received.facility_code = owed.facility_code OR owed.stream_kind = 'telehealth')
    -- Nobody owes anything to a source that was never connected.
    WHERE EXISTS (FROM staging.health_record__delivery_version)
)

SELECT
    'health_record' AS source,
    stream_kind,
    facility_code AS unit_code,
    facility_from AS unit_from,
    name_vi AS unit_name_vi,
    stream_name_vi || CASE every
        WHEN 'month' THEN format(' tháng {}/{}', month(period_end), year(period_end))
        ELSE strftime(period_end, ' ngày %d/%m/%Y')
    END AS period_name_vi,
    period_start,
    period_end,
    (period_end + 1)::DATE AS closed_date,
    period_end AS expected_from_date,
    deadline_date,
    received_at,
    state,
    is_judged,
    CASE
        WHEN state = 'missing' AND (last_sent_date IS NULL OR period_start > last_sent_date)
            THEN min(period_start) FILTER (WHERE last_sent_date IS NULL OR period_start > last_sent_date)
                OVER (PARTITION BY facility_code, stream_kind)
    END AS silent_since_date,
    batch,
    page
FROM judged

-- What each facility owes: a package a month until the stations were joined, a file a day since, of each stream that
-- config/facility_deliveries.csv asks of its kind; and when the first good one came. Who belongs to no centre here owes
-- nothing. Beside a missing one: since when nothing at all has come of that stream.
WITH owed AS (
    SELECT
        facility.facility_code,
        facility.facility_from,
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
    INNER JOIN marts.calendar_day AS day
        ON day.calendar_date BETWEEN asked.valid_from AND asked.valid_to AND day.calendar_date < today.today_date
        AND (asked.every = 'day' OR day.calendar_date = last_day(day.calendar_date))
    INNER JOIN marts.facility AS facility
        ON facility.kind = asked.facility_kind AND (facility.kind = 'centre' OR facility.parent_code IS NOT NULL)
        AND day.calendar_date BETWEEN facility.facility_from AND coalesce(facility.facility_to, DATE '9999-12-31')
),

-- A list of sessions may be empty and name nobody: it is the centre's.
received AS (
    SELECT
        delivery.stream_kind,
        code.facility_code,
        delivery.day,
        min(delivery.received_at) AS received_at,
        max({'batch': delivery.batch, 'page': delivery.page}) AS newest
    FROM staging.health_record__delivery_version AS delivery
    LEFT JOIN config.facility_code AS code
        ON code.told_code = delivery.facility_code AND delivery.day BETWEEN code.valid_from AND code.known_until
    GROUP BY ALL
),

judged AS (
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
        max(owed.period_end) FILTER (WHERE received.received_at IS NOT NULL) OVER (
            PARTITION BY owed.facility_code, owed.stream_kind
        ) AS last_sent_date
    FROM owed
    CROSS JOIN config.today
    INNER JOIN config.source_schedule AS schedule ON schedule.source = 'health_record'
    LEFT JOIN received
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
    CASE
        WHEN state = 'missing' AND (last_sent_date IS NULL OR period_start > last_sent_date)
            THEN min(period_start) FILTER (WHERE last_sent_date IS NULL OR period_start > last_sent_date)
                OVER (PARTITION BY facility_code, stream_kind)
    END AS silent_since_date,
    batch,
    page
FROM judged

-- For each facility and day up to yesterday: whether the file that tells of it has come. A sub-station is told by its
-- station, telehealth by the centre for all. A day without it is no zero; of a period that is still open, days after the
-- newest one of which anything came are not waited for yet.
WITH told_until AS (
    SELECT stream_kind, max(period_end) FILTER (WHERE received_at IS NOT NULL) AS last_date
    FROM marts.facility_delivery
    GROUP BY stream_kind
),

owed AS (
    SELECT
        delivery.source, delivery.stream_kind, delivery.unit_code, delivery.received_at IS NOT NULL AS is_received,
        coalesce(delivery.period_end > told_until.last_date, true) AS is_to_come,
        unnest(generate_series(delivery.period_start, delivery.period_end, INTERVAL 1 DAY))::DATE AS date
    FROM marts.facility_delivery AS delivery
    INNER JOIN told_until USING (stream_kind)
),

teller AS (
    SELECT facility_code, facility_from, facility_to, facility_code AS told_by FROM marts.facility
    UNION ALL
    SELECT facility_code, facility_from, facility_to, parent_code FROM marts.facility WHERE kind = 'sub_station'
),

told AS (
    SELECT owed.*, teller.* EXCLUDE (told_by)
    FROM owed
    INNER JOIN teller ON teller.told_by = owed.unit_code
    WHERE owed.stream_kind <> 'telehealth'
    UNION ALL
    SELECT owed.*, facility.facility_code, facility.facility_from, facility.facility_to
    FROM owed
    CROSS JOIN marts.facility AS facility
    WHERE owed.stream_kind = 'telehealth'
)

SELECT
    source, stream_kind, facility_code AS unit_code, facility_from AS unit_from, date, is_received, is_to_come
FROM told
WHERE date BETWEEN facility_from AND coalesce(facility_to, DATE '9999-12-31')

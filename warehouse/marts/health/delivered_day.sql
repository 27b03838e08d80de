-- For each facility and day up to yesterday: whether the file that tells of it has come. A sub-station is told by its
-- station, telehealth by the centre for all. A day without it is no zero; of a period that is still open, days after the
-- newest one of which anything came are not waited for yet.
WITH told_until AS (
    SELECT stream_kind, max(period_end) FILTER (WHERE received_at IS NOT NULL) AS last_date
    FROM marts.facility_delivery
    GROUP BY stream_kind
)

SELECT
    delivery.source,
    delivery.stream_kind,
    facility.facility_code AS unit_code,
    facility.facility_from AS unit_from,
    day.calendar_date AS date,
    delivery.received_at IS NOT NULL AS is_received,
    coalesce(delivery.period_end > told_until.last_date, true) AS is_to_come
FROM marts.facility_delivery AS delivery
INNER JOIN told_until USING (stream_kind)
INNER JOIN marts.calendar_day AS day ON day.calendar_date BETWEEN delivery.period_start AND delivery.period_end
INNER JOIN marts.facility AS facility
    ON day.calendar_date BETWEEN facility.facility_from AND coalesce(facility.facility_to, DATE '9999-12-31')
    AND (
        facility.facility_code = delivery.unit_code
        OR (facility.kind = 'sub_station' AND facility.parent_code = delivery.unit_code)
        OR delivery.stream_kind = 'telehealth'
    )

-- The facilities of a unit that owe files: until when they sent all of them, since when the newest of each stream are
-- missing, and of the days from $from_date on how many they sent of those that are due. A file that is not due yet is missed by nobody.
-- A sub-station's files are its station's.
WITH sender AS (
    SELECT own.facility_code AS unit_code, own.facility_from AS unit_from
    FROM marts.unit_lineage AS lineage
    JOIN marts.facility AS own ON own.facility_code = lineage.unit_code AND own.facility_from = lineage.unit_from
    WHERE lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from

    UNION

    SELECT station.facility_code, station.facility_from
    FROM marts.facility AS own
    JOIN marts.facility AS station
        ON station.facility_code = own.parent_code
        AND own.facility_from BETWEEN station.facility_from AND coalesce(station.facility_to, DATE '9999-12-31')
    WHERE own.kind = 'sub_station' AND own.facility_code = $unit AND own.facility_from = $unit_from
),

owed AS (
    SELECT delivery.unit_code, delivery.unit_from, delivery.stream_kind, delivery.period_start AS day, delivery.received_at,
        delivery.silent_since_date, delivery.state
    FROM marts.delivery AS delivery
    JOIN sender ON sender.unit_code = delivery.unit_code AND sender.unit_from = delivery.unit_from
    WHERE delivery.period_start <= $until_date AND list_contains($scope, delivery.unit_code)
),

stream AS (
    SELECT unit_code, unit_from, stream_kind AS kind, min(silent_since_date) AS silent_from
    FROM owed
    GROUP BY ALL
    HAVING max(day) >= $from_date
),

by_day AS (
    SELECT unit_code, unit_from, day, bool_and(received_at IS NOT NULL) AS is_sent, max(received_at) AS received_at,
        bool_and(state = 'not_due') AS is_to_come
    FROM owed
    GROUP BY ALL
),

told AS (
    SELECT unit_code, unit_from,
        count(*) FILTER (day >= $from_date AND (NOT is_to_come OR is_sent)) AS expected_days,
        count(*) FILTER (day >= $from_date AND is_sent) AS sent_days, max(day) FILTER (is_sent) AS last_sent_date,
        max(received_at) AS last_received_at
    FROM by_day
    GROUP BY ALL
),

silence AS (
    SELECT unit_code, unit_from, list({'kind': kind, 'silent_from': silent_from} ORDER BY kind) AS streams,
        min(silent_from) AS silent_from
    FROM stream
    GROUP BY ALL
)

SELECT told.unit_code, facility.name_vi AS unit_name_vi, facility.kind, home.short_name_vi AS commune_name_vi, told.expected_days,
    told.sent_days, told.last_sent_date, told.last_received_at, silence.streams
FROM told
JOIN silence ON silence.unit_code = told.unit_code AND silence.unit_from = told.unit_from
JOIN marts.facility AS facility
    ON facility.facility_code = told.unit_code AND facility.facility_from = told.unit_from
LEFT JOIN marts.unit AS home ON home.unit_code = facility.unit_code AND home.valid_from = facility.unit_from
ORDER BY silence.silent_from NULLS LAST, facility.kind, told.unit_code

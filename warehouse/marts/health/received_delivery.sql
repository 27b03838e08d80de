-- What has come of a facility's stream and day, in one part or several: a part that is held, and of which nothing good ever
-- came, leaves the day without its file. The first good one says when it came.
WITH told AS (
    SELECT stream_kind, facility_code, day, part, received_at, {'batch': batch, 'page': page} AS file
    FROM staging.health_record__delivery_version
    UNION ALL
    SELECT stream_kind, facility_code, day, part, NULL, NULL
    FROM staging.health_record__delivery_held
),

part AS (
    SELECT
        told.stream_kind,
        -- A list of sessions may be empty and name nobody: it is the centre's.
        CASE WHEN told.stream_kind <> 'telehealth' THEN code.facility_code END AS facility_code,
        told.day,
        told.part,
        min(told.received_at) AS received_at,
        max(told.file) AS newest
    FROM told
    LEFT JOIN config.facility_code AS code
        ON code.told_code = told.facility_code AND told.day BETWEEN code.known_from AND code.known_until
    WHERE told.day IS NOT NULL
    GROUP BY ALL
)

SELECT
    stream_kind,
    facility_code,
    day,
    CASE WHEN bool_and(received_at IS NOT NULL) THEN min(received_at) END AS received_at,
    max(newest) AS newest
FROM part
GROUP BY ALL

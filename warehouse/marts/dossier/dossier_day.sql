-- The daily events that form II.06a counts; opened and overdue are arrivals less departures of the day.
WITH event AS (
    SELECT
        agency_code, agency_from, field_code, received_date AS event_date,
        (channel_code = 2)::INTEGER AS received_online, (channel_code <> 2)::INTEGER AS received_other,
        0 AS early, 0 AS on_time, 0 AS late, 0 AS open_change, 0 AS overdue_change
    FROM marts.dossier
    WHERE is_own_competence

    UNION ALL

    SELECT
        agency_code, agency_from, field_code, resolved_date, 0, 0, (resolution = 'early')::INTEGER,
        (resolution IN ('on_time', 'returned'))::INTEGER, (resolution = 'late')::INTEGER, 0, 0
    FROM marts.dossier
    WHERE is_own_competence

    UNION ALL

    SELECT agency_code, agency_from, field_code, open_from_date, 0, 0, 0, 0, 0, 1, 0
    FROM marts.dossier
    WHERE is_own_competence

    UNION ALL

    SELECT agency_code, agency_from, field_code, open_until_date, 0, 0, 0, 0, 0, -1, 0
    FROM marts.dossier
    WHERE is_own_competence

    UNION ALL

    SELECT agency_code, agency_from, field_code, overdue_from_date, 0, 0, 0, 0, 0, 0, 1
    FROM marts.dossier
    WHERE is_own_competence

    UNION ALL

    SELECT agency_code, agency_from, field_code, overdue_until_date, 0, 0, 0, 0, 0, 0, -1
    FROM marts.dossier
    WHERE is_own_competence
)

SELECT
    agency_code,
    agency_from,
    field_code,
    event_date,
    sum(received_online)::BIGINT AS received_online,
    sum(received_other)::BIGINT AS received_other,
    sum(early)::BIGINT AS early,
    sum(on_time)::BIGINT AS on_time,
    sum(late)::BIGINT AS late,
    sum(open_change)::BIGINT AS open_change,
    sum(overdue_change)::BIGINT AS overdue_change
FROM event
WHERE event_date IS NOT NULL
GROUP BY agency_code, agency_from, field_code, event_date

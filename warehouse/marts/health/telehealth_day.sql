-- Sessions at a distance of a facility, day and state: counts of work, of which no single one is published.
SELECT
    requesting_facility_code AS facility_code,
    requesting_facility_from AS facility_from,
    unit_code,
    unit_from,
    date,
    status,
    is_finished,
    count(*) AS session_count
FROM marts.telehealth_session
GROUP BY ALL

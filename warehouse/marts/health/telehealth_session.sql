-- Telehealth sessions, each at the facility that asked for it.
SELECT
    session.session_code,
    asking.facility_code AS requesting_facility_code,
    asking.facility_from AS requesting_facility_from,
    coalesce(consulting.facility_code, session.consulting_facility_code) AS consulting_facility_code,
    asking.unit_code,
    asking.unit_from,
    session.started_at,
    session.started_date AS date,
    session.status,
    session.status = 'finished' AS is_finished,
    coalesce(session.is_transferred, false) AS is_transferred,
    date_diff('minute', session.started_at, session.ended_at) AS minutes,
    session.batch,
    session.page,
    session.row
FROM staging.health_record__telehealth AS session
INNER JOIN config.facility_code AS asking_code
    ON asking_code.told_code = session.requesting_facility_code
    AND session.started_date BETWEEN asking_code.known_from AND asking_code.known_until
INNER JOIN marts.facility AS asking
    ON asking.facility_code = asking_code.facility_code AND asking.facility_from = asking_code.valid_from
LEFT JOIN config.facility_code AS consulting
    ON consulting.told_code = session.consulting_facility_code
    AND session.started_date BETWEEN consulting.known_from AND consulting.known_until

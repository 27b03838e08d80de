-- Health facilities of the invented snapshot and what they sent: visits by day, sessions, files by day. One station is silent
-- since 17/11.
CREATE TABLE marts.facility AS
SELECT facility.code AS facility_code, facility.valid_from::DATE AS facility_from, facility.valid_to::DATE AS facility_to,
    facility.code_13, facility.name_vi, facility.kind, facility.parent_code, unit.parent_code AS unit_code,
    unit.parent_from AS unit_from, unit.parent_code AS current_unit_code
FROM raw_facility AS facility
JOIN marts.unit AS unit ON unit.unit_code = facility.code AND unit.valid_from = facility.valid_from::DATE;

CREATE TABLE marts.visit_day AS
SELECT facility_code, facility_from, facility.unit_code, facility.unit_from, current_unit_code, day::DATE AS date, '01' AS visit_kind,
    kind <> 'centre' AS is_station, visits::BIGINT AS visit_count, (visits * 9 // 10)::BIGINT AS insured_count,
    (visits * CASE WHEN kind = 'sub_station' THEN 85 ELSE 97 END // 100)::BIGINT AS linked_count, (visits // 50)::BIGINT AS failed_count
FROM marts.facility AS facility, range(DATE '2026-09-01', DATE '2026-11-23', INTERVAL 1 DAY) AS d (day),
    LATERAL (SELECT CASE kind WHEN 'centre' THEN 180 ELSE 25 END + hash(facility_code, day) % 20 - 8 * (isodow(day) // 6) AS visits)
WHERE facility_to IS NULL AND NOT (current_unit_code = '21085' AND day >= DATE '2026-11-17');

CREATE TABLE marts.telehealth_day AS
SELECT facility_code, facility_from, unit_code, unit_from, date, status, status = 'finished' AS is_finished, count(*) AS session_count
FROM (
    SELECT *, (TIMESTAMPTZ '2026-10-05 08:30:00+07' + INTERVAL (number * 11) HOUR)::DATE AS date,
        CASE WHEN number % 7 = 0 THEN 'cancelled' ELSE 'finished' END AS status
    FROM range(100) AS n (number)
    JOIN (SELECT *, row_number() OVER (ORDER BY facility_code) AS place FROM marts.facility WHERE kind = 'station' AND facility_to IS NULL)
        AS facility ON place = 1 + number % 5
)
GROUP BY ALL;

CREATE TABLE marts.facility_delivery AS
SELECT 'health_record' AS source, stream AS stream_kind, facility_code AS unit_code, facility_from AS unit_from, name_vi AS unit_name_vi,
    'Ngày ' || strftime(day, '%d/%m/%Y') AS period_name_vi, day::DATE AS period_start, day::DATE AS period_end,
    (day::DATE + 1) AS closed_date, day::DATE AS expected_from_date, (day::DATE + 1) AS deadline_date,
    CASE WHEN is_sent THEN day::TIMESTAMPTZ + INTERVAL 25 HOUR END AS received_at,
    CASE WHEN is_sent THEN 'on_time' WHEN day < DATE '2026-11-22' THEN 'missing' ELSE 'not_due' END AS state,
    day < DATE '2026-11-22' AS is_judged,
    CASE WHEN NOT is_sent AND day < DATE '2026-11-22' THEN DATE '2026-11-17' END AS silent_since_date,
    CASE WHEN is_sent THEN getvariable('batch') END AS batch, CASE WHEN is_sent THEN 1 END AS page
FROM marts.facility
CROSS JOIN (VALUES ('record'), ('visit')) AS streams (stream)
CROSS JOIN range(DATE '2026-10-01', DATE '2026-11-23', INTERVAL 1 DAY) AS d (day),
    LATERAL (SELECT facility_code <> '51233' OR day < DATE '2026-11-17' AS is_sent)
WHERE facility_to IS NULL AND kind IN ('station', 'centre') AND (kind = 'station' OR stream = 'visit');

CREATE TABLE marts.landed_row_day AS
SELECT 'one_stop' AS source, 'dossier' AS table_name, day::DATE AS landed_date, 'BS5' AS unit_code,
    DATE '2025-07-01' AS unit_from, exit, CASE exit WHEN 'held' THEN 7 ELSE 993 END::BIGINT AS row_count
FROM range(DATE '2026-09-01', DATE '2026-11-24', INTERVAL 1 DAY) d(day)
CROSS JOIN (VALUES ('loaded'), ('held')) AS exits (exit);
CREATE TABLE marts.night_delivery AS
SELECT 'one_stop' AS source, 'BS5' AS unit_code, DATE '2025-07-01' AS unit_from, 'Cụm 5 xã' AS unit_name_vi,
    strftime(day, 'Ngày %d/%m/%Y') AS period_name_vi, day::DATE AS period_start, day::DATE AS period_end,
    day::DATE AS expected_from_date, day::DATE AS deadline_date,
    CASE WHEN day::DATE <> DATE '2026-11-12' THEN day + INTERVAL 1 HOUR END::TIMESTAMPTZ AS received_at,
    CASE WHEN day::DATE <> DATE '2026-11-12' THEN 'on_time' ELSE 'missing' END AS state, day < DATE '2026-11-23' AS is_judged,
    day::DATE = DATE '2026-11-12' AS is_made_up
FROM range(DATE '2026-09-01', DATE '2026-11-24', INTERVAL 1 DAY) d(day);

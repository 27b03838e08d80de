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
    CASE WHEN day::DATE <> DATE '2026-11-12' THEN 'on_time' ELSE 'missing' END AS state
FROM range(DATE '2026-09-01', DATE '2026-11-24', INTERVAL 1 DAY) d(day);
-- What every source owes: its nights, and the mark books of 60 schools, 55 of them in time, 1 late, 4 not sent.
CREATE TABLE marts.delivery AS
SELECT *, NULL AS school_year, NULL AS term, (period_end + 1)::DATE AS closed_date FROM marts.night_delivery
UNION ALL BY NAME
SELECT 'smas' AS source, commune.unit_code, commune.valid_from AS unit_from, format('Trường THCS Mẫu {:02d}', i) AS unit_name_vi,
    'Giữa kỳ I 2026–2027' AS period_name_vi, DATE '2026-09-05' AS period_start, DATE '2026-11-14' AS period_end,
    DATE '2026-11-15' AS expected_from_date, DATE '2026-11-20' AS deadline_date,
    CASE WHEN i > 5 THEN TIMESTAMPTZ '2026-11-18 09:00:00+07' WHEN i = 5 THEN TIMESTAMPTZ '2026-11-22 10:15:00+07' END AS received_at,
    CASE WHEN i > 5 THEN 'on_time' WHEN i = 5 THEN 'late' ELSE 'missing' END AS state,
    '2026-2027' AS school_year, 'mid_term_1' AS term, DATE '2026-11-15' AS closed_date
FROM range(1, 61) AS school (i)
JOIN marts.unit AS commune
    ON commune.unit_code = ['21040', '21061', '21100', '21085', '21109'][1 + i % 5] AND commune.valid_from = DATE '2025-07-01';

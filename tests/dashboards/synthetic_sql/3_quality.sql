CREATE TABLE quality.provenance AS SELECT 'one_stop' AS source, getvariable('batch') AS batch, 'dossier' AS stream,
    TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at, 13 AS page_count, count(*) AS row_count, true AS invented FROM marts.dossier
UNION ALL SELECT 'satisfaction', getvariable('batch'), 'rating', TIMESTAMPTZ '2026-11-23 07:15:00+07', 1, count(*), true FROM marts.rating;
CREATE TABLE quality.row_exit AS SELECT 'one_stop' AS source, 'dossier' AS table_name, getvariable('batch') AS batch,
    'loaded' AS exit, count(*) AS row_count FROM marts.dossier
UNION ALL SELECT 'satisfaction', 'rating', getvariable('batch'), 'loaded', count(*) FROM marts.rating;
CREATE TABLE quality.finding AS SELECT 'one_stop' AS source, 'dossier' AS table_name, dossier_code AS key, 'missing_due_date' AS code,
    'Hồ sơ không có ngày hẹn trả, được tính là đúng hạn theo biểu mẫu' AS message_vi, 'Trung tâm PVHCC xã' AS mended_by,
    batch, page, row, landed_at FROM marts.dossier WHERE due_date IS NULL;
CREATE TABLE quality.held_row AS SELECT * FROM quality.finding LIMIT 0;
CREATE TABLE quality.control_total AS SELECT 'one_stop' AS source, 'dossier' AS stream, getvariable('batch') AS batch,
    DATE '2026-09-01' AS window_from, DATE '2026-11-24' AS window_until, 1000 AS source_total, 1000 AS landed_keys,
    0 AS difference, TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at;
CREATE TABLE marts.portal_difference AS SELECT unit_code, valid_from AS unit_from, DATE '2026-11-01' AS month_start,
    120 AS portal_received_count, 100 AS own_received_count, 30 AS own_ministry_count, 20 AS difference,
    TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at FROM marts.unit WHERE unit_kind = 'commune' AND valid_to IS NULL;
CREATE TABLE marts.form_06a AS SELECT unit_code, valid_from AS unit_from, 'commune' AS unit_kind, 'own' AS basis, grain,
    period_start, period_end, 'TOTAL' AS field_code, 100 AS c1, 60 AS c2, 30 AS c3, 10 AS c4, 80 AS c5, 40 AS c6, 35 AS c7, 5 AS c8,
    20 AS c9, 18 AS c10, 2 AS c11 FROM marts.unit JOIN marts.period ON grain = 'report_quarter' AND period_start >= valid_from
    WHERE unit_kind = 'commune' AND valid_to IS NULL;
DROP SCHEMA config CASCADE;

CREATE TABLE marts.form_difference AS
SELECT unit_code, valid_from AS unit_from, 'UBND ' || name_vi AS unit_name_vi, 'II06A' AS form,
    DATE '2026-09-15' AS period_start, DATE '2026-12-14' AS period_end, 'TOTAL' AS field_name_vi, 'TOTAL' AS field_code,
    column_number::INTEGER AS column_number, (100 + column_number)::BIGINT AS told_count,
    CASE WHEN column_number < 10 THEN (100 + column_number - column_number % 3)::BIGINT END AS own_count,
    CASE WHEN column_number < 10 THEN (column_number % 3)::BIGINT END AS difference,
    TIMESTAMPTZ '2026-11-23T07:15:00+07:00' AS landed_at
FROM marts.unit, range(1, 12) AS cells (column_number)
WHERE unit_code = '21061' AND unit_kind = 'commune' AND valid_to IS NULL;

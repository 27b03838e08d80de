CREATE TABLE quality.provenance AS SELECT 'one_stop' AS source, getvariable('batch') AS batch, 'dossier' AS stream,
    TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at, 13 AS page_count, count(*) AS row_count, true AS invented FROM marts.dossier;
CREATE TABLE quality.row_exit AS SELECT 'one_stop' AS source, 'dossier' AS table_name, getvariable('batch') AS batch,
    'loaded' AS exit, count(*) AS row_count FROM marts.dossier;
CREATE TABLE quality.finding AS SELECT 'one_stop' AS source, 'dossier' AS table_name, dossier_code AS key, 'missing_due_date' AS code,
    'Hồ sơ không có ngày hẹn trả, được tính là đúng hạn theo biểu mẫu' AS message_vi, 'Trung tâm PVHCC xã' AS mended_by,
    batch, page, row, landed_at FROM marts.dossier WHERE due_date IS NULL;
CREATE TABLE quality.held_row AS SELECT * FROM quality.finding LIMIT 0;
CREATE TABLE marts.portal_difference AS SELECT unit_code, valid_from AS unit_from, DATE '2026-11-01' AS month_start,
    120 AS portal_received_count, 100 AS own_received_count, 30 AS own_ministry_count, 20 AS difference,
    TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at FROM marts.unit WHERE unit_kind = 'commune' AND valid_to IS NULL;
DROP SCHEMA config CASCADE;

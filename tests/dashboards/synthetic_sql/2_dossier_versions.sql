CREATE TABLE marts.dossier_version AS
SELECT dossier_code, 1 AS version_number, accepted_at AS updated_at, 2 AS status_code, 'Đang xử lý' AS status_name_vi,
    agency_code, due_date, NULL::DATE AS completed_date, is_open AS is_loaded, landed_at, batch, page, row
FROM marts.dossier
UNION ALL
SELECT dossier_code, 2, updated_at, status_code, status_name_vi, agency_code, due_date, completed_date, true, landed_at,
    batch, page, row
FROM marts.dossier WHERE NOT is_open;

-- Presses as the staging of the devices' source gives them; what they count as is left to the warehouse's own SQL.
CREATE SCHEMA staging;
CREATE TABLE staging.satisfaction__reason AS SELECT * FROM (VALUES
    ('R1', 'Thời gian giải quyết lâu'), ('R2', 'Phải bổ sung hồ sơ nhiều lần'), ('R3', 'Hướng dẫn chưa rõ ràng'),
    ('R4', 'Thái độ phục vụ chưa tốt'), ('R5', 'Chờ đến lượt lâu'), ('R6', 'Cơ sở vật chất chưa đáp ứng')
) AS reason (reason_code, reason_name_vi);

CREATE TABLE staging.satisfaction__device AS
SELECT 'K-' || ['BS', 'VT', 'BM', 'BC', 'DS'][split_part(code, '.', 2)::INTEGER - 150] || '-0' || number AS device_code,
    'Thiết bị Mẫu ' || right(split_part(code, '.', 2), 1) || number AS device_name, CASE number WHEN 1 THEN 3 ELSE 5 END AS scale,
    code AS agency_code, 'Q' || number AS counter_code, DATE '2025-07-01' AS installed_date, NULL::DATE AS removed_date
FROM raw_agency CROSS JOIN range(1, 3) AS n (number) WHERE code LIKE 'H48.15%.01'
UNION ALL
SELECT DISTINCT 'K-C' || split_part(agency_code, '.', 2) || '-01', 'Thiết bị Mẫu C' || split_part(agency_code, '.', 2), 3,
    agency_code, 'Q1', DATE '2025-01-01', DATE '2025-06-30'
FROM marts.dossier WHERE agency_from < DATE '2025-07-01' AND agency_code NOT LIKE '%.14.H48';

CREATE TEMP TABLE visit AS
WITH met AS (
    SELECT dossier.*, hash(dossier_code, 'visit') AS h, device.device_code, device.scale, device.counter_code,
        returned_date - greatest(isodow(returned_date) - 5, 0)::INTEGER AS rated_date
    FROM marts.dossier AS dossier
    JOIN staging.satisfaction__device AS device
        ON device.agency_code = dossier.receiving_agency_code
        AND (device.scale = 3) = (device.device_code LIKE 'K-C%' OR hash(dossier_code, 'device') % 2 = 0)
    WHERE returned_date IS NOT NULL AND hash(dossier_code, 'rates') % 100 < 45
),

placed AS (
    SELECT *, row_number() OVER (PARTITION BY current_unit_code, rated_date >= DATE '2026-09-15' ORDER BY dossier_code) AS number
    FROM met
)

SELECT *, CASE WHEN h % 1000 < CASE WHEN resolution = 'late' THEN 610 ELSE 950 END THEN scale - (h // 1000 % 2)::INTEGER
    WHEN scale = 5 THEN 1 + (h // 1000 % 3)::INTEGER ELSE 1 END AS score,
    rated_date + TIME '08:00' + to_seconds((CASE WHEN h // 7 % 2 = 0 THEN h % 12000 ELSE 20000 + h % 11500 END)::BIGINT) AS local_at
FROM placed
WHERE NOT (current_unit_code = '21100' AND rated_date >= DATE '2026-09-15' AND number > 17) AND rated_date >= DATE '2025-01-02';

CREATE TEMP TABLE press AS
SELECT device_code, counter_code, device_code || CASE WHEN device_code = 'K-BM-01' THEN 1 ELSE h % 3 END AS officer_hash,
    local_at, score, CASE WHEN score <= scale // 2 THEN [{'code': 'R' || (1 + h % 6)}] ELSE [] END AS reasons,
    CASE WHEN h % 20 > 2 THEN dossier_code END AS dossier_code
FROM visit
UNION ALL
SELECT device_code, counter_code, device_code || h % 3, local_at + INTERVAL 2 SECOND, score, [], NULL FROM visit WHERE h % 60 = 0
UNION ALL
SELECT device_code, counter_code, device_code || h % 3, rated_date + TIME '18:20', score, [], NULL FROM visit WHERE h % 90 = 1
UNION ALL
SELECT 'K-VT-02', 'Q2', 'K-VT-020', DATE '2026-10-05' + day::INTEGER + TIME '16:50' + to_milliseconds(2900 * number), 5, [], NULL
FROM unnest([0, 2, 4, 8, 11, 15]) AS d (day) CROSS JOIN range(40) AS n (number);

CREATE TABLE staging.satisfaction__rating AS
SELECT row_number() OVER (ORDER BY local_at, device_code, score, dossier_code) AS rating_id, device_code, counter_code, officer_hash,
    local_at::TIMESTAMPTZ AS rated_at, local_at::TIMESTAMPTZ AS sent_at, local_at::TIMESTAMPTZ AS received_at,
    local_at::DATE AS rated_date, local_at::DATE AS server_date, score, reasons, dossier_code, false AS is_behind,
    TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at, getvariable('batch') AS batch, 1::BIGINT AS page, rating_id AS row
FROM press;

CREATE TABLE staging.satisfaction__rating_held AS
SELECT * EXCLUDE (officer_hash, sent_at, received_at, reasons, is_behind), '' AS code FROM staging.satisfaction__rating LIMIT 0;

CREATE TABLE staging.satisfaction__evaluation AS
SELECT DISTINCT agency_code, 2025 AS year, quarter, 2 AS score_1, 1 AS score_2, 2 AS score_3, 2 AS score_4, 2 AS score_5, 1 AS score_6,
    2 AS score_7, 1 AS score_8, (hash(agency_code, quarter) % 3)::INTEGER AS score_9, NULL::INTEGER AS appraised_total
FROM staging.satisfaction__device CROSS JOIN range(1, 3) AS q (quarter) WHERE removed_date IS NOT NULL;

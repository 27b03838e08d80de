CREATE TEMP TABLE seed AS
SELECT i, hash(i) AS h, getvariable('first_day')::DATE
    + (i * (DATE '2026-11-24' - getvariable('first_day')::DATE) // getvariable('dossiers'))::INTEGER AS accepted_date
FROM range(getvariable('dossiers')) r(i);

CREATE TEMP TABLE choice AS
SELECT s.*, s.accepted_date < DATE '2025-07-01' AS is_old,
    CASE WHEN h % 100 < 30 THEN 21040 WHEN h % 100 < 55 THEN 21061 WHEN h % 100 < 65 THEN 21085 WHEN h % 100 < 75 THEN 21100
        ELSE 21109 END::VARCHAR AS new_code,
    h // 100 % 13 = 0 AS is_forwarded, 2 + (h // 1300 % 3)::INTEGER AS department, (h // 4000 % 5)::INTEGER AS field,
    3 + (h // 20000 % 18)::INTEGER AS allowed, (h // 360000 % 1000)::INTEGER AS luck
FROM seed s;

CREATE TEMP TABLE placed AS
SELECT c.*, a.code AS agency_code, a.valid_from::DATE AS agency_from, a.name_vi AS agency_name_vi,
    a.unit_code, CASE WHEN is_old THEN DATE '2020-02-01' ELSE DATE '2025-07-01' END AS unit_from,
    CASE WHEN new_code = '21109' AND accepted_date >= DATE '2026-10-01' AND luck % 15 = 0 THEN NULL
        ELSE accepted_date + allowed END AS due_date,
    accepted_date + greatest(1, allowed - 4 + (luck % 4) + CASE
        WHEN luck < CASE new_code WHEN '21061' THEN 88 WHEN '21109' THEN 40 WHEN '21040' THEN 10 ELSE 28 END
        THEN 3 + luck % 23 WHEN luck > 985 THEN 40 ELSE 0 END) AS finish_date
FROM choice c JOIN raw_agency a ON a.code = CASE
    WHEN is_forwarded AND is_old THEN '000.07.14.H48' WHEN is_forwarded THEN 'H48.14.07'
    WHEN is_old THEN (SELECT min(o.code) FROM raw_agency o JOIN raw_unit u ON u.code = o.unit_code
        WHERE o.kind = 'commune' AND u.successor_code = new_code AND o.valid_to IS NOT NULL)
    ELSE (SELECT r.code FROM raw_agency r WHERE r.unit_code = new_code AND r.code LIKE '%.0' || department) END;

CREATE TABLE marts.dossier AS
WITH told AS (
    SELECT *, CASE WHEN finish_date <= DATE '2026-11-23' THEN finish_date END AS completed_date,
        CASE WHEN finish_date <= DATE '2026-11-23' THEN CASE WHEN luck % 37 = 0 THEN 7 ELSE 9 END
            WHEN luck % 11 = 0 THEN 5 ELSE 2 END AS status_code,
        status_code <> 5 AND coalesce(completed_date > due_date - 3, true) AS is_soon_due
    FROM placed
)
SELECT agency_code || '-' || strftime(accepted_date, '%y%m%d') || '-' || lpad((i % 10000)::VARCHAR, 4, '0') AS dossier_code,
    '1.00' || (1000 + field * 7) AS procedure_code,
    ['Đăng ký khai sinh', 'Cấp giấy phép xây dựng nhà ở riêng lẻ', 'Đăng ký biến động quyền sử dụng đất',
        'Trợ cấp xã hội hằng tháng', 'Đăng ký hộ kinh doanh'][field + 1] AS procedure_name_vi,
    'LV' || (field + 1) AS field_code,
    ['Hộ tịch', 'Xây dựng', 'Đất đai', 'Bảo trợ xã hội', 'Hộ kinh doanh'][field + 1] AS field_name_vi,
    agency_code, agency_from, agency_name_vi, unit_code, unit_from,
    CASE WHEN is_forwarded THEN 'BS5' ELSE new_code END AS current_unit_code, DATE '2025-07-01' AS current_unit_from,
    CASE WHEN is_forwarded THEN 'Cụm 5 xã (địa bàn huyện Bình Sơn cũ)'
        ELSE (SELECT n.name_vi FROM raw_unit n WHERE n.code = new_code AND n.valid_to IS NULL) END AS current_unit_name_vi,
    CASE WHEN is_old THEN agency_code ELSE (SELECT r.code FROM raw_agency r
        WHERE r.unit_code = new_code AND r.code LIKE 'H48%.01') END AS receiving_agency_code,
    CASE WHEN is_forwarded THEN 'FORWARDED' WHEN luck % 50 = 1 THEN 'CROSS_BOUNDARY' ELSE 'OWN' END AS competence,
    NOT is_forwarded AS is_own_competence, NOT is_forwarded AND luck % 50 = 1 AS is_cross_boundary,
    'PROVINCE' AS processing_system, 1 AS applicant_kind_code, CASE WHEN luck % 10 < 8 THEN 2 ELSE 1 END AS channel_code,
    status_code, CASE status_code WHEN 9 THEN 'Đã trả kết quả' WHEN 7 THEN 'Trả lại hồ sơ' WHEN 5 THEN 'Yêu cầu bổ sung'
        ELSE 'Đang xử lý' END AS status_name_vi,
    (accepted_date + TIME '08:10')::TIMESTAMPTZ AS applied_at, (accepted_date + TIME '09:30')::TIMESTAMPTZ AS accepted_at,
    (due_date + TIME '17:00')::TIMESTAMPTZ AS due_at, (completed_date + TIME '15:20')::TIMESTAMPTZ AS completed_at,
    CASE WHEN status_code = 9 THEN (completed_date + TIME '16:00')::TIMESTAMPTZ END AS returned_at,
    (coalesce(completed_date, accepted_date) + TIME '16:05')::TIMESTAMPTZ AS updated_at,
    accepted_date AS applied_date, accepted_date, due_date, completed_date,
    CASE WHEN status_code = 9 THEN completed_date END AS returned_date, NULL::DATE AS apology_date,
    (status_code = 5)::INTEGER AS supplement_count,
    CASE WHEN status_code = 5 THEN accepted_date + 1 END AS last_supplement_date, luck % 3 = 0 AS has_fee, luck % 6 = 0 AS is_paid_online, luck % 5 > 0 AS is_digitised, luck % 4 = 0 AS is_data_reused,
    luck % 7 > 0 AS has_electronic_result, luck % 2 = 0 AS is_identity_verified,
    accepted_date AS received_date, completed_date AS resolved_date,
    CASE WHEN completed_date IS NULL THEN NULL WHEN status_code = 7 THEN 'returned' WHEN due_date IS NULL THEN 'on_time'
        WHEN completed_date < due_date THEN 'early' WHEN completed_date = due_date THEN 'on_time' ELSE 'late' END AS resolution,
    accepted_date AS open_from_date, completed_date AS open_until_date,
    CASE WHEN status_code <> 5 AND due_date < coalesce(completed_date, DATE '9999-01-01') THEN due_date + 1 END AS overdue_from_date,
    CASE WHEN status_code <> 5 AND due_date < completed_date THEN completed_date END AS overdue_until_date,
    completed_date IS NULL AS is_open,
    completed_date IS NULL AND status_code = 2 AND coalesce(due_date < DATE '2026-11-23', false) AS is_overdue,
    CASE WHEN completed_date IS NULL AND status_code = 2 AND due_date < DATE '2026-11-23' THEN (
        SELECT count(*) FROM marts.calendar_day k
        WHERE k.is_working AND k.calendar_date > due_date AND k.calendar_date <= DATE '2026-11-23') END AS overdue_working_days,
    CASE WHEN completed_date IS NOT NULL AND status_code = 9 THEN 1 + luck % 19 END AS handling_days,
    CASE WHEN status_code <> 5 AND coalesce(due_date + 15 < completed_date, true) THEN due_date + 15 END AS long_overdue_from_date,
    CASE WHEN status_code <> 5 AND due_date < completed_date THEN completed_date END AS unapologised_until_date,
    CASE WHEN is_soon_due THEN greatest(accepted_date, due_date - 3) END AS due_soon_from_date,
    CASE WHEN is_soon_due THEN least(completed_date, due_date + 1) END AS due_soon_until_date,
    NOT is_forwarded AND luck % 50 = 1 AS is_received_elsewhere, false AS is_behind,
    TIMESTAMPTZ '2026-11-23 07:15:00+07' AS landed_at, getvariable('batch') AS batch, (1 + i // 500)::BIGINT AS page, (1 + i % 500)::BIGINT AS row
FROM told;

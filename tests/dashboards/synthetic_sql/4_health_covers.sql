-- Figures of health of the invented snapshot, as the build publishes them: shares of people, two
-- of them hidden and those above rounded, with what they are counted of.
CREATE TEMP TABLE health_unit AS
SELECT unit_code, valid_from AS unit_from, unit_kind, basis, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
FROM marts.unit CROSS JOIN (VALUES ('own'), ('successor')) AS reading (basis)
WHERE unit_kind IN ('area', 'commune', 'facility') AND (basis = 'own' OR valid_to IS NULL);

-- `amber` and `red` are the bounds of config/indicators: how far below what is due a share is still watched, or missed.
CREATE TEMP TABLE cover (indicator VARCHAR, level INTEGER, growth DOUBLE, aimed DECIMAL(18, 6), is_of_year BOOLEAN,
    amber DECIMAL(18, 6), red DECIMAL(18, 6));
INSERT INTO cover VALUES ('health_record_cover', 88, 0.3, 0.95, false, 0, 0.1), ('health_record_renewed', 50, 0.4, 0.6, false, 0, 0.2),
    ('annual_checkup_cover', 0, 6.9, 1, true, 0.1, 0.25), ('full_vaccination_under_1', 0, 8.1, 0.95, true, 0.05, 0.1),
    ('measles_2_doses_cover', 91, 0, 0.95, false, 0, 0.05), ('hypertension_managed_share', 38, 0.2, 0.5, false, 0, 0.2),
    ('diabetes_managed_share', 52, 0, 0.5, false, 0, 0.2);

INSERT INTO marts.indicator_value BY NAME
WITH told AS (
    SELECT cover.*, unit.*, period.grain, period.period_start, period.period_end, period.is_open,
        CASE unit_kind WHEN 'area' THEN 50000 WHEN 'commune' THEN 10000 ELSE 900 END AS people,
        (level + growth * CASE WHEN is_of_year THEN month(period.cutoff_date) ELSE date_diff('month', DATE '2024-12-01', period.cutoff_date) END
            - hash(unit_code, indicator) % 6 - CASE WHEN unit_code = '21109' AND indicator = 'health_record_cover'
                AND period_end BETWEEN DATE '2025-07-01' AND DATE '2026-03-01' THEN 14 ELSE 0 END) / 100 AS share
    FROM cover CROSS JOIN health_unit AS unit
    JOIN marts.period AS period
        ON period.grain IN ('month', 'year') AND period.period_start BETWEEN DATE '2025-01-01' AND DATE '2026-11-23'
        AND (basis = 'successor' OR period.period_end BETWEEN unit.valid_from AND unit.valid_to)
),
judged AS (
    SELECT *, unit_code IN ('51202', '51203') AND indicator = 'measles_2_doses_cover' AS is_hidden,
        unit_code IN ('21040', 'BS5') AND indicator = 'measles_2_doses_cover' AS is_rounded,
        aimed * CASE WHEN is_of_year THEN month(period_end) / 12 ELSE 1 END AS due
    FROM told
)
SELECT indicator, DATE '2024-12-01' AS definition_from, unit_kind, unit_code, unit_from, basis, grain, period_start, period_end,
    is_open, CASE WHEN NOT is_hidden THEN (people * share)::BIGINT END AS numerator,
    CASE WHEN NOT is_hidden THEN people END AS denominator,
    CASE WHEN NOT is_hidden THEN share::DECIMAL(18, 6) END AS value, CASE WHEN NOT is_hidden THEN people END AS n,
    CASE WHEN is_hidden THEN 'suppressed' ELSE 'shown' END AS state,
    CASE WHEN is_hidden THEN NULL WHEN share < due - red THEN 'missed' WHEN share < due - amber THEN 'watch' ELSE 'met' END AS band,
    aimed AS target, is_rounded
FROM judged;

CREATE TABLE marts.health_denominator AS
SELECT indicator, unit_code, unit_from,
    CASE WHEN indicator = 'measles_2_doses_cover' THEN 'trẻ 18–24 tháng có hồ sơ sức khỏe điện tử'
        WHEN indicator = 'full_vaccination_under_1' THEN 'trẻ có hồ sơ sức khỏe điện tử'
        WHEN indicator = 'health_record_renewed' THEN 'người có hồ sơ sức khỏe điện tử'
        WHEN indicator IN ('hypertension_managed_share', 'diabetes_managed_share')
            THEN 'người từ 18 tuổi × tỷ lệ hiện mắc, theo điều tra yếu tố nguy cơ toàn quốc'
        ELSE 'dân số thường trú và tạm trú, theo thống kê của xã' END AS denominator_vi,
    DATE '2024-07-01' AS denominator_date, DATE '2024-07-01' AS from_date, DATE '9999-12-31' AS until_date,
    'unconfirmed' AS certainty
FROM cover CROSS JOIN (SELECT DISTINCT unit_code, unit_from FROM health_unit);

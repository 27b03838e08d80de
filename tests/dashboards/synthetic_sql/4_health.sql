-- Figures of health of the invented snapshot, as the build publishes them: measles rises in one commune; small numbers are
-- hidden, and totals above them rounded.
CREATE TEMP TABLE health_unit AS
SELECT unit_code, valid_from AS unit_from, unit_kind, basis, valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
FROM marts.unit CROSS JOIN (VALUES ('own'), ('successor')) AS reading (basis)
WHERE unit_kind IN ('area', 'commune', 'facility') AND (basis = 'own' OR valid_to IS NULL);

CREATE TEMP TABLE cover (indicator VARCHAR, level INTEGER, growth DOUBLE, aimed DECIMAL(18, 6), is_of_year BOOLEAN);
INSERT INTO cover VALUES ('health_record_cover', 88, 0.3, 0.95, false), ('health_record_renewed', 50, 0.4, 0.6, false),
    ('annual_checkup_cover', 0, 6.9, 1, true), ('full_vaccination_under_1', 0, 8.1, 0.95, true),
    ('measles_2_doses_cover', 91, 0, 0.95, false), ('hypertension_managed_share', 38, 0.2, 0.5, false),
    ('diabetes_managed_share', 52, 0, 0.5, false);

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
    CASE WHEN is_hidden THEN NULL WHEN share < due - 0.1 THEN 'missed' WHEN share < due - 0.05 THEN 'watch' ELSE 'met' END AS band,
    aimed AS target, is_rounded
FROM judged;

INSERT INTO marts.indicator_value BY NAME
WITH counted AS (
    SELECT disease.*, unit.*, period.*, CASE
        WHEN indicator = 'measles_persons_week' THEN CASE WHEN unit_code NOT IN ('21109', 'BS5', '51235', '51222') THEN 0
            WHEN period_start = DATE '2026-10-26' THEN 1 WHEN period_start = DATE '2026-11-02' THEN 3
            WHEN period_start = DATE '2026-11-09' THEN 7 WHEN period_start = DATE '2026-11-16' THEN 9 ELSE 0 END
        WHEN unit_kind = 'area' THEN base + hash(indicator, period_start) % 18
        ELSE (base + hash(indicator, period_start) % 18) // 5 + hash(unit_code) % 9 END::BIGINT AS persons
    FROM (VALUES ('measles_persons_week', 0, 0), ('dengue_persons_week', 32, 41), ('hand_foot_mouth_persons_week', 21, 36),
        ('notifiable_cases_week', 55, 70)) AS disease (indicator, base, threshold)
    CROSS JOIN health_unit AS unit
    JOIN marts.period AS period
        ON period.grain = 'week' AND period.period_start BETWEEN DATE '2026-01-05' AND DATE '2026-11-16'
        AND (basis = 'successor' OR period.period_end BETWEEN unit.valid_from AND unit.valid_to)
    WHERE unit.valid_to = DATE '9999-12-31'
)
SELECT indicator, DATE '2024-12-01' AS definition_from, unit_kind, unit_code, unit_from, basis, grain, period_start, period_end,
    false AS is_open, CASE WHEN state = 'shown' THEN persons END AS numerator, NULL::BIGINT AS denominator,
    CASE WHEN state = 'shown' THEN persons END::DECIMAL(18, 6) AS value, CASE WHEN state = 'shown' THEN persons END AS n, state,
    CASE WHEN indicator = 'measles_persons_week' THEN CASE WHEN persons >= 7 THEN 'missed' WHEN persons >= 1 THEN 'watch' ELSE 'met' END
        WHEN unit_kind <> 'area' THEN 'no_baseline' WHEN persons > threshold + 6 THEN 'missed' WHEN persons > threshold THEN 'watch'
        ELSE 'met' END AS band,
    CASE WHEN unit_kind = 'area' OR threshold = 0 THEN threshold END::DECIMAL(18, 6) AS target, is_rounded
FROM (SELECT *, CASE WHEN persons BETWEEN 1 AND 9 THEN 'below_10'
        WHEN unit_code = '21100' AND indicator = 'dengue_persons_week' THEN 'suppressed' ELSE 'shown' END AS state,
    unit_kind = 'area' AND indicator = 'dengue_persons_week' AS is_rounded FROM counted);
UPDATE marts.indicator_value SET value = round(value, -1), numerator = round(numerator, -1), n = round(n, -1)
WHERE is_rounded AND grain = 'week' AND state = 'shown';

CREATE TABLE marts.health_denominator AS
SELECT indicator, unit_code, unit_from,
    CASE WHEN indicator IN ('full_vaccination_under_1', 'measles_2_doses_cover') THEN 'trẻ có hồ sơ sức khỏe điện tử'
        WHEN indicator = 'health_record_renewed' THEN 'người có hồ sơ sức khỏe điện tử'
        WHEN indicator IN ('hypertension_managed_share', 'diabetes_managed_share')
            THEN 'người từ 18 tuổi × tỷ lệ hiện mắc, theo điều tra yếu tố nguy cơ toàn quốc'
        ELSE 'dân số thường trú và tạm trú, theo thống kê của xã' END AS denominator_vi,
    DATE '2024-07-01' AS denominator_date, 'unconfirmed' AS certainty
FROM cover CROSS JOIN (SELECT DISTINCT unit_code, unit_from FROM health_unit);

INSERT INTO marts.indicator_value BY NAME
WITH place AS (
    SELECT unit.unit_code, unit.unit_from, unit.unit_kind, unit.basis, period.grain, period.period_start, period.period_end, period.is_open,
        period.cutoff_date, lineage.unit_code AS part_code, lineage.unit_from AS part_from
    FROM health_unit AS unit
    JOIN marts.unit_lineage AS lineage
        ON lineage.in_code = unit.unit_code AND lineage.in_from = unit.unit_from AND lineage.basis = unit.basis
    JOIN marts.period AS period ON period.grain IN ('day', 'month') AND period.period_end >= DATE '2026-09-01'
    WHERE unit.valid_to = DATE '9999-12-31'
),
counted AS (
    SELECT place.* EXCLUDE (part_code, part_from, cutoff_date), sum(visit_count) FILTER (is_station) AS visits,
        sum(visit_count) AS all_visits, sum(linked_count) AS linked
    FROM place JOIN marts.visit_day AS visit
        ON visit.facility_code = part_code AND visit.facility_from = part_from AND visit.date BETWEEN period_start AND cutoff_date
    GROUP BY ALL
),
sessions AS (
    SELECT place.* EXCLUDE (part_code, part_from, cutoff_date), count(session.session_code) FILTER (is_finished) AS finished
    FROM place LEFT JOIN marts.telehealth_session AS session
        ON session.requesting_facility_code = part_code AND session.requesting_facility_from = part_from
        AND session.date BETWEEN period_start AND cutoff_date
    GROUP BY ALL
)
SELECT 'station_visits' AS indicator, unit_kind, unit_code, unit_from, basis, grain, period_start, period_end, is_open,
    visits AS numerator, NULL::BIGINT AS denominator, visits::DECIMAL(18, 6) AS value, visits AS n, 'shown' AS state, NULL AS band,
    NULL::DECIMAL(18, 6) AS target, false AS is_rounded, DATE '2024-12-01' AS definition_from FROM counted WHERE visits IS NOT NULL
UNION ALL BY NAME
SELECT 'visits_linked_share' AS indicator, unit_kind, unit_code, unit_from, basis, grain, period_start, period_end, is_open,
    linked AS numerator, all_visits AS denominator, (linked / all_visits)::DECIMAL(18, 6) AS value, all_visits AS n, 'shown' AS state,
    CASE WHEN linked * 100 < all_visits * 90 THEN 'missed' WHEN linked * 100 < all_visits * 98 THEN 'watch' ELSE 'met' END AS band,
    1 AS target, false AS is_rounded, DATE '2024-12-01' AS definition_from FROM counted
UNION ALL BY NAME
SELECT 'telehealth_sessions' AS indicator, unit_kind, unit_code, unit_from, basis, grain, period_start, period_end, is_open,
    finished AS numerator, finished::DECIMAL(18, 6) AS value, finished AS n, 'shown' AS state, false AS is_rounded,
    DATE '2024-12-01' AS definition_from FROM sessions;

-- Visits, links and sessions of the invented snapshot, counted over what its facilities sent.
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
    SELECT place.* EXCLUDE (part_code, part_from, cutoff_date), coalesce(sum(session_count) FILTER (is_finished), 0)::BIGINT AS finished
    FROM place LEFT JOIN marts.telehealth_day AS session
        ON session.facility_code = part_code AND session.facility_from = part_from
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

CREATE TEMP TABLE fact AS
SELECT l.in_code, l.in_from, l.basis, l.unit_kind, l.valid_from, l.valid_to, d.*
FROM marts.dossier d JOIN marts.unit_lineage l ON l.unit_code = d.agency_code AND l.unit_from = d.agency_from
WHERE d.is_own_competence;

CREATE TEMP TABLE counted AS
SELECT f.unit_kind, in_code, in_from, basis, grain, period_start, p.period_end, p.is_open,
    count(*) FILTER (WHERE received_date BETWEEN period_start AND cutoff_date) AS received,
    count(*) FILTER (WHERE received_date BETWEEN period_start AND cutoff_date AND channel_code = 2) AS online,
    count(*) FILTER (WHERE resolved_date BETWEEN period_start AND cutoff_date) AS resolved,
    count(*) FILTER (WHERE resolved_date BETWEEN period_start AND cutoff_date AND resolution <> 'late') AS on_time,
    count(*) FILTER (WHERE resolved_date BETWEEN period_start AND cutoff_date AND resolution = 'returned') AS returned,
    count(*) FILTER (WHERE overdue_from_date <= cutoff_date AND coalesce(cutoff_date < overdue_until_date, true)) AS overdue,
    count(*) FILTER (WHERE open_from_date <= cutoff_date AND coalesce(cutoff_date < open_until_date, true)) AS open,
    count(*) FILTER (WHERE due_date IS NULL AND resolved_date BETWEEN period_start AND cutoff_date)
    + count(*) FILTER (WHERE due_date IS NULL AND open_from_date <= cutoff_date
        AND coalesce(cutoff_date < open_until_date, true)) AS no_due_date
FROM fact f JOIN marts.period p ON f.received_date <= p.cutoff_date AND coalesce(f.open_until_date >= p.period_start, true)
    AND p.period_start >= f.valid_from AND p.period_end <= f.valid_to AND (p.grain <> 'day' OR f.received_date = p.period_start)
WHERE p.grain IN ('day', 'month', 'year', 'report_quarter')
    AND p.period_start >= (SELECT min(received_date) FROM marts.dossier)
GROUP BY ALL;

CREATE TABLE marts.indicator_value AS
WITH part AS (
    SELECT 'dossiers_received' AS indicator, received AS numerator, NULL AS denominator, NULL AS target, NULL AS red, * FROM counted
    UNION ALL SELECT 'dossiers_resolved', resolved, NULL, NULL, NULL, * FROM counted
    UNION ALL SELECT 'overdue_open', overdue, open, 0, NULL, * FROM counted
    UNION ALL SELECT 'on_time_share', on_time, resolved, 0.98, 0.95, * FROM counted
    UNION ALL SELECT 'online_share', online, received, 0.8, 0.7, * FROM counted
    UNION ALL SELECT 'returned_share', returned, received, 0.03, 0.06, * FROM counted
    UNION ALL SELECT 'missing_due_date_share', no_due_date, resolved + open, 0, 0.01, * FROM counted
), stated AS (
    SELECT *, i.minimum_n, CASE WHEN i.kind <> 'ratio' THEN 'shown' WHEN denominator = 0 THEN 'no_events'
        WHEN denominator < i.minimum_n THEN 'below_minimum' ELSE 'shown' END AS state,
        CASE WHEN i.kind = 'ratio' THEN numerator / nullif(denominator, 0) ELSE numerator END AS result
    FROM part JOIN marts.indicator i USING (indicator)
)
SELECT indicator, DATE '2020-01-01' AS definition_from, unit_kind, in_code AS unit_code, in_from AS unit_from, basis, grain,
    period_start, period_end, is_open, numerator::BIGINT AS numerator, denominator::BIGINT AS denominator,
    CASE WHEN state = 'shown' THEN result END::DECIMAL(18, 6) AS value, coalesce(denominator, numerator)::BIGINT AS n,
    NULL::DECIMAL(18, 6) AS low, NULL::DECIMAL(18, 6) AS high, state,
    CASE WHEN target IS NULL OR state <> 'shown' THEN NULL
        WHEN direction = 'up' THEN CASE WHEN result >= target THEN 'met' WHEN result >= red THEN 'watch' ELSE 'missed' END
        WHEN indicator = 'overdue_open' THEN CASE WHEN result = 0 THEN 'met' WHEN result <= 0.01 * denominator THEN 'watch' ELSE 'missed' END
        WHEN result <= target THEN 'met' WHEN result <= red THEN 'watch' ELSE 'missed' END AS band,
    target::DECIMAL(18, 6) AS target
FROM stated
WHERE grain <> 'day' OR indicator = 'dossiers_received';

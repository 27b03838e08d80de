-- How many deliveries of each source and period fell due since a day, and how they came; the four add up to those
-- expected. A night is made up for once a later one came in.
SELECT source, stream_kind,
    CASE WHEN period_start = period_end THEN '' ELSE period_name_vi END AS period_name_vi,
    max(deadline_date) AS deadline_date,
    count(*) AS expected,
    count(*) FILTER (WHERE state = 'on_time') AS on_time,
    count(*) FILTER (WHERE state = 'late') AS late,
    count(*) FILTER (WHERE state = 'missing' AND NOT is_made_up) AS missing,
    count(*) FILTER (WHERE is_made_up) AS made_up
FROM marts.delivery
WHERE list_contains($scope, unit_code) AND $source IN ('', source) AND deadline_date >= $since
    AND state <> 'not_due'
GROUP BY ALL
ORDER BY deadline_date DESC, source, stream_kind NULLS FIRST, period_name_vi

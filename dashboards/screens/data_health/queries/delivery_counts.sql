-- How many deliveries of each source and period were expected since a day, and how they came.
SELECT source,
    CASE WHEN period_start = period_end THEN '' ELSE period_name_vi END AS period_name_vi,
    max(deadline_date) AS deadline_date,
    count(*) FILTER (WHERE state <> 'not_due') AS expected,
    count(*) FILTER (WHERE state = 'on_time') AS on_time,
    count(*) FILTER (WHERE state = 'late') AS late,
    count(*) FILTER (WHERE state = 'missing') AS missing,
    count(*) FILTER (WHERE state = 'not_due') AS not_due
FROM marts.delivery
WHERE list_contains($scope, unit_code) AND $source IN ('', source) AND deadline_date >= $since
GROUP BY ALL
ORDER BY deadline_date DESC, source, period_name_vi

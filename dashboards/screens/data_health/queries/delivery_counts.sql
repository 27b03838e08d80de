-- How many deliveries of each source and period fell due since a day, and how they came; the four add up to those
-- expected. A night is made up for once a later one came in.
WITH fallen_due AS (
    SELECT delivery.*, delivery.state = 'missing' AND delivery.period_start = delivery.period_end
        AND delivery.period_start < max(delivery.period_start) FILTER (
            WHERE delivery.received_at IS NOT NULL AND delivery.period_start = delivery.period_end
        ) OVER (PARTITION BY delivery.source) AS is_made_up
    FROM marts.delivery AS delivery
)

SELECT source,
    CASE WHEN period_start = period_end THEN '' ELSE period_name_vi END AS period_name_vi,
    max(deadline_date) AS deadline_date,
    count(*) AS expected,
    count(*) FILTER (WHERE state = 'on_time') AS on_time,
    count(*) FILTER (WHERE state = 'late') AS late,
    count(*) FILTER (WHERE state = 'missing' AND NOT coalesce(is_made_up, false)) AS missing,
    count(*) FILTER (WHERE is_made_up) AS made_up
FROM fallen_due
WHERE list_contains($scope, unit_code) AND $source IN ('', source) AND deadline_date >= $since
    AND state <> 'not_due'
GROUP BY ALL
ORDER BY deadline_date DESC, source, period_name_vi

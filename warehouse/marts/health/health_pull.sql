-- When something of health came in: one pull lands its files a batch at a time, minutes at most after each other, and
-- nothing is told before its last.
WITH landing AS (
    SELECT DISTINCT landed_at FROM staging.health_record__delivery_version
),

followed AS (
    SELECT
        landed_at,
        coalesce(landed_at - lag(landed_at) OVER (ORDER BY landed_at) > INTERVAL 5 MINUTE, true) AS is_first
    FROM landing
),

numbered AS (
    SELECT landed_at, count(*) FILTER (WHERE is_first) OVER (ORDER BY landed_at) AS pull_number FROM followed
)

SELECT min(landed_at) AS began_at, max(landed_at) AS landed_at
FROM numbered
GROUP BY pull_number

-- scope: none (calendar)
SELECT period_start, name_vi
FROM marts.period
WHERE grain = $grain AND NOT is_open AND period_start < $before
ORDER BY period_start DESC
LIMIT 1

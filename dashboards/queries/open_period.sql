-- scope: none (calendar)
SELECT grain, period_start, period_end, name_vi, cutoff_date, is_open
FROM marts.period
WHERE grain = $grain AND is_open
ORDER BY period_start DESC
LIMIT 1

-- scope: none (calendar)
SELECT grain, period_start, period_end, name_vi, cutoff_date, is_open
FROM marts.period
WHERE grain = $grain
    AND period_start >= (SELECT min(period_start) FROM marts.indicator_value WHERE grain = $grain)
ORDER BY period_start DESC

-- How often each level was pressed on each kind of device.
SELECT scale, level, min(level_name_vi) AS level_name_vi, max(score) AS score, count(*) AS ratings
FROM counted
WHERE is_denominator
GROUP BY scale, level
ORDER BY scale, score DESC

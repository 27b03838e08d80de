-- How often each level was pressed on each kind of device.
SELECT level, scale, count(*) AS ratings
FROM counted
WHERE is_denominator
GROUP BY level, scale

-- All presses by device, and why some were rejected. Outside of it, a centre in which a counter has one officer is one row.
SELECT CASE WHEN list_contains($lone, counted.agency_code) THEN '' ELSE counted.device_code END AS device_code,
    counted.agency_code, min(counted.agency_name_vi) AS agency_name_vi,
    count(*) FILTER (WHERE is_numerator) AS numerator,
    count(*) FILTER (WHERE is_denominator) AS denominator,
    count(*) FILTER (WHERE rejection = 'burst') AS burst,
    count(*) FILTER (WHERE rejection = 'outside_hours') AS outside_hours,
    count(*) FILTER (WHERE rejection = 'double_tap') AS double_tap,
    count(*) FILTER (WHERE rejection = 'clock') AS clock
FROM counted
GROUP BY 1, counted.agency_code

-- All presses by device, and why some were rejected.
SELECT device_code, min(agency_name_vi) AS agency_name_vi,
    count(*) FILTER (WHERE is_numerator) AS numerator,
    count(*) FILTER (WHERE is_denominator) AS denominator,
    count(*) FILTER (WHERE rejection = 'burst') AS burst,
    count(*) FILTER (WHERE rejection = 'outside_hours') AS outside_hours,
    count(*) FILTER (WHERE rejection = 'double_tap') AS double_tap
FROM counted
GROUP BY device_code

-- What the national portal counts beside our own count, by commune, in the newest three months that it told.
SELECT difference.month_start, unit.unit_code, unit.short_name_vi AS unit_name_vi, difference.portal_received_count,
    difference.own_received_count, difference.own_ministry_count, difference.difference, difference.landed_at
FROM marts.portal_difference AS difference
JOIN marts.unit AS unit ON unit.unit_code = difference.unit_code AND unit.valid_from = difference.unit_from
WHERE list_contains($scope, unit.unit_code)
    AND difference.month_start > (SELECT max(month_start) - INTERVAL 3 MONTH FROM marts.portal_difference)
ORDER BY difference.month_start DESC, unit.unit_code

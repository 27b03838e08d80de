-- Where today's communes of an area lie.
SELECT unit_code, short_name_vi, latitude, longitude
FROM marts.unit
WHERE parent_code = $unit AND unit_kind = 'commune' AND valid_to IS NULL AND list_contains($scope, unit_code)
ORDER BY unit_code

-- In which centre a device stands.
SELECT DISTINCT agency_code
FROM marts.rating
WHERE device_code = $device AND list_contains($scope, unit_code)

-- The unit that the wall is about, as it is today.
SELECT unit_code, valid_from, unit_kind, name_vi, short_name_vi
FROM marts.unit
WHERE unit_code = $unit AND valid_to IS NULL AND list_contains($scope, unit_code)

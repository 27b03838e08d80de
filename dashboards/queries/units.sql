-- Every unit a viewer may choose, old and new.
SELECT unit_code, valid_from, valid_to, unit_kind, name_vi, short_name_vi, parent_code, parent_from,
    latitude, longitude
FROM marts.unit
WHERE list_contains($scope, unit_code)
ORDER BY unit_kind, valid_from, name_vi

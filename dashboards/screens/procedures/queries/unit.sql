-- The one unit of this code that the period and the basis know: codes are used again for other areas.
SELECT unit.unit_code, unit.valid_from AS unit_from, unit.unit_kind, unit.name_vi, unit.parent_code, parent.name_vi AS parent_name_vi
FROM marts.unit AS unit
LEFT JOIN marts.unit AS parent ON parent.unit_code = unit.parent_code AND parent.valid_from = unit.parent_from
WHERE unit.unit_code = $unit
    AND list_contains($scope, unit.unit_code)
    AND CASE $basis
        WHEN 'own' THEN unit.valid_from <= $start AND $end <= coalesce(unit.valid_to, DATE '9999-12-31')
        ELSE unit.successor_code IS NULL
    END

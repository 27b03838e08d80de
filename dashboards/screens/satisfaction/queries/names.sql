-- What a field, a procedure and a reason are called, and how a device is.
SELECT
    (SELECT min(field_name_vi) FROM marts.rating
        WHERE field_code = $field AND list_contains($scope, unit_code)) AS field_name_vi,
    (SELECT min(procedure_name_vi) FROM marts.rating
        WHERE procedure_code = $procedure AND list_contains($scope, unit_code)) AS procedure_name_vi,
    (SELECT min(reason_name_vi) FROM marts.rating_reason WHERE reason_code = $reason) AS reason_name_vi

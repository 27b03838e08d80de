-- What an agency, a field and a procedure are called, by the newest dossier of each.
SELECT
    max_by(agency_name_vi, received_date) FILTER (WHERE agency_code = $agency) AS agency_name_vi,
    max_by(field_name_vi, received_date) FILTER (WHERE field_code = $field) AS field_name_vi,
    max_by(procedure_name_vi, received_date) FILTER (WHERE procedure_code = $procedure) AS procedure_name_vi
FROM marts.dossier
WHERE list_contains($scope, unit_code)
    AND (agency_code = $agency OR field_code = $field OR procedure_code = $procedure)

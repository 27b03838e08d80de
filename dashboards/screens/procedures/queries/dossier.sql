SELECT dossier.*, provenance.stream, provenance.page_count, receiving.name_vi AS receiving_agency_name_vi
FROM marts.dossier AS dossier
LEFT JOIN quality.provenance AS provenance ON provenance.batch = dossier.batch
LEFT JOIN marts.unit AS receiving
    ON receiving.unit_code = dossier.receiving_agency_code AND receiving.unit_kind = 'agency'
    AND coalesce(dossier.accepted_date, dossier.applied_date)
        BETWEEN receiving.valid_from AND coalesce(receiving.valid_to, DATE '9999-12-31')
WHERE dossier.dossier_code = $dossier
    AND (list_contains($scope, dossier.unit_code) OR list_contains($scope, dossier.current_unit_code))

-- The dossiers that break the form: finished, but nobody knows when, so that they are neither in column 5 nor in 9.
SELECT dossier.dossier_code, dossier.current_unit_code AS unit_code, dossier.current_unit_name_vi AS unit_name_vi,
    dossier.agency_name_vi, finding.message_vi, finding.mended_by, dossier.batch, dossier.page, dossier."row"
FROM quality.finding AS finding
JOIN marts.dossier AS dossier ON dossier.dossier_code = finding.key
WHERE finding.source = 'one_stop' AND finding.table_name = 'dossier' AND finding.code = 'finished_without_date'
    AND dossier.is_own_competence
    AND list_contains($scope, dossier.current_unit_code)
ORDER BY dossier.current_unit_code, dossier.dossier_code

-- Every version of a dossier that was good when it came, the newest first.
SELECT version.version_number, version.updated_at, version.status_name_vi, version.due_date, version.completed_date,
    version.is_loaded, version.landed_at, version.batch, version.page, version.row
FROM marts.dossier_version AS version
JOIN marts.dossier AS dossier ON dossier.dossier_code = version.dossier_code
WHERE version.dossier_code = $dossier
    AND list_contains($scope, dossier.unit_code)
ORDER BY version.version_number DESC

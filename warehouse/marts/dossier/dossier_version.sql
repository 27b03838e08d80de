SELECT
    version.dossier_code,
    row_number() OVER (
        PARTITION BY version.dossier_code ORDER BY version.updated_at, version.batch, version.page, version.row
    )::INTEGER AS version_number,
    version.updated_at,
    version.status_code,
    status.name_vi AS status_name_vi,
    version.agency_code,
    version.due_date,
    version.completed_date,
    version.is_loaded,
    version.landed_at,
    version.batch,
    version.page,
    version.row
FROM staging.one_stop__dossier_version AS version
LEFT JOIN config.dossier_status AS status ON status.status_code = version.status_code

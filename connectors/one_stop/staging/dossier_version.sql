SELECT
    code AS dossier_code,
    updated_at,
    status_code,
    agency_code,
    accepted_at::DATE AS accepted_date,
    due_at::DATE AS due_date,
    completed_at::DATE AS completed_date,
    _exit = 'loaded' AS is_loaded,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.one_stop__dossier_version

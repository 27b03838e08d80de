SELECT
    code::INTEGER AS status_code,
    name_vi,
    bucket
FROM config_file.dossier_status

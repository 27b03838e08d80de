SELECT
    reason_code,
    reason_name_vi
FROM accepted.satisfaction__reason

SELECT
    rating_id,
    device_code,
    counter_code,
    officer AS officer_hash,
    rated_at,
    sent_at,
    received_at,
    rated_at::DATE AS rated_date,
    (rated_at + (received_at - sent_at))::DATE AS server_date,
    score,
    from_json(reasons, '[{"code": "VARCHAR"}]') AS reasons,
    dossier_code,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.satisfaction__rating

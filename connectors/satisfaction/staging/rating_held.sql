SELECT
    rating_id,
    device_code,
    counter_code,
    rated_at,
    sent_at,
    received_at,
    score,
    dossier_code,
    _code AS code,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.satisfaction__rating_held

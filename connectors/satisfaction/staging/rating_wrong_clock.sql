-- Presses held for the wrong clock of their device, at the time that the server's clock gives.
SELECT
    rating_id,
    device_code,
    counter_code,
    rated_at + (received_at - sent_at) AS rated_at,
    (rated_at + (received_at - sent_at))::DATE AS rated_date,
    score,
    dossier_code,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.satisfaction__rating_held
WHERE _code = 'device_clock_wrong'

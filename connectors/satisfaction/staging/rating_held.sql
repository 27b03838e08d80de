-- Presses that are held, and why; the time is that of the server's clock, for the device's may be what is wrong.
SELECT
    rating_id,
    device_code,
    counter_code,
    rated_at + (received_at - sent_at) AS rated_at,
    (rated_at + (received_at - sent_at))::DATE AS rated_date,
    (rated_at + (received_at - sent_at))::DATE AS server_date,
    score,
    dossier_code,
    _code AS code,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.satisfaction__rating_held

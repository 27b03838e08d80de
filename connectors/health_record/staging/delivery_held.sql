-- Deliveries that could not be taken: a day is not received while one of its parts is such a one.
SELECT
    stream_kind,
    facility_code,
    day,
    coalesce(part, '1') AS part,
    received_at,
    _code AS code,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__delivery_held

-- Every good version of a delivery: the first says when it came, since one that is sent again is no later for it.
SELECT
    stream_kind,
    facility_code,
    day,
    coalesce(part, '1') AS part,
    received_at,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__delivery_version

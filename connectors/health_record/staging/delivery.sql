SELECT
    stream_kind,
    facility_code,
    day,
    received_at,
    received_at::DATE AS received_date,
    sent_at,
    record_count,
    coalesce(is_signed, false) AS is_signed,
    flaw,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__delivery

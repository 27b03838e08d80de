SELECT
    stream_kind,
    facility_code,
    day,
    coalesce(part, '1') AS part,
    is_day_in_name,
    received_at,
    received_at::DATE AS received_date,
    sent_at,
    record_count,
    flaw,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__delivery

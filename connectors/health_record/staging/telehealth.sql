SELECT
    session_code,
    requesting_facility_code,
    consulting_facility_code,
    started_at,
    started_at::DATE AS started_date,
    ended_at,
    status,
    is_transferred,
    told_date,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__telehealth

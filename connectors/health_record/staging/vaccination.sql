SELECT
    person,
    vaccine_code,
    dose_order,
    injected_date,
    status,
    is_before_birth,
    sent_at,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__vaccination

SELECT
    person,
    vaccine_code,
    injected_date,
    injection_list,
    is_before_birth,
    sent_at,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__vaccination

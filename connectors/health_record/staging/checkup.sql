SELECT
    person,
    facility_code,
    examined_date,
    kind,
    checkup_list,
    sent_at,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__checkup

SELECT
    person,
    facility_code,
    commune_code,
    birth_month,
    record_updated_date,
    injection_list,
    checkup_list,
    sent_at,
    sent_at::DATE AS sent_date,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__person

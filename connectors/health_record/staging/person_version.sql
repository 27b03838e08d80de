-- Every good version of a record: the first says since when somebody has one, and in which commune they then lived.
SELECT
    person,
    facility_code,
    commune_code,
    record_updated_date,
    injection_list,
    checkup_list,
    sent_at,
    sent_at::DATE AS sent_date,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__person_version

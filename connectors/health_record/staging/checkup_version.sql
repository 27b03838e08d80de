-- Every good version of a check-up: those of the newest list of somebody count, in whichever messages that stands.
SELECT
    person,
    facility_code,
    examined_date,
    kind,
    checkup_list,
    sent_at,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__checkup_version

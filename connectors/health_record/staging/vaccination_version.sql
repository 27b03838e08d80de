-- Every good version of an injection: those of the newest list of somebody count, in whichever messages that stands.
SELECT
    person,
    vaccine_code,
    injected_date,
    injection_list,
    is_before_birth,
    sent_at,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__vaccination_version

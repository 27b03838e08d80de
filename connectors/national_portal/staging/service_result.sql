SELECT
    department_code,
    make_date(year, month, 1) AS month_start,
    received_count,
    resolved_count,
    on_time_count,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.national_portal__service_result

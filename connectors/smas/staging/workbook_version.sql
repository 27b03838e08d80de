SELECT
    school_code,
    school_year,
    term,
    managed_by,
    received_at,
    received_at::DATE AS received_date,
    sheet_count,
    pupil_count,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.smas__workbook_version

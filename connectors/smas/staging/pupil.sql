SELECT
    school_code,
    school_year,
    term,
    pupil AS pupil_hash,
    class_name,
    grade,
    enrolment,
    sheet,
    sheet_row,
    is_behind,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.smas__pupil

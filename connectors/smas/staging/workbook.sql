SELECT
    school_code,
    school_year,
    term,
    _batch AS batch,
    _page AS page
FROM accepted.smas__workbook

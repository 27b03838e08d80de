SELECT
    school_code,
    school_year,
    term,
    received_at,
    received_at::DATE AS received_date
FROM accepted.smas__workbook_version

SELECT
    form,
    agency_code,
    period_from AS period_start,
    period_until AS period_end,
    field_name AS field_name_vi,
    c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11,
    landed_at
FROM accepted.one_stop__unit_total

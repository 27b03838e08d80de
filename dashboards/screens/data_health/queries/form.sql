-- Whether form II.06a adds up, for each commune in the newest report quarter: column 1 = column 5 + column 9.
SELECT form.unit_code, unit.short_name_vi AS unit_name_vi, period.name_vi AS period_name_vi, period.period_start,
    period.period_end, period.is_open, form.c1, form.c5, form.c9, form.c1 - form.c5 - form.c9 AS difference
FROM marts.form_06a AS form
JOIN marts.unit AS unit ON unit.unit_code = form.unit_code AND unit.valid_from = form.unit_from
JOIN marts.period AS period
    ON period.grain = form.grain AND period.period_start = form.period_start AND period.period_end = form.period_end
WHERE list_contains($scope, form.unit_code)
    AND form.field_code = 'TOTAL' AND form.unit_kind = 'commune' AND form.basis = 'own' AND form.grain = 'report_quarter'
QUALIFY period.period_start = max(period.period_start) OVER ()
ORDER BY form.unit_code

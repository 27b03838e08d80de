-- Cells of forms that differ from the own count or have none; of each unit and form the newest period.
SELECT unit_name_vi, form, period_start, period_end, field_name_vi, column_number, told_count, own_count, difference
FROM marts.form_difference
WHERE list_contains($scope, unit_code)
    AND difference IS DISTINCT FROM 0
    AND period_start = (
        SELECT max(newer.period_start)
        FROM marts.form_difference AS newer
        WHERE newer.unit_code = form_difference.unit_code AND newer.form = form_difference.form
    )
ORDER BY period_start DESC, unit_name_vi, form, field_name_vi <> 'TOTAL', field_name_vi, column_number
LIMIT 400

-- The books of one side of the share that came in time.
SELECT counted.unit_code, counted.unit_name_vi, school.unit_short_name_vi AS commune_name_vi, counted.period_name_vi,
    counted.deadline_date, counted.received_at, counted.state, counted.batch, counted.page
FROM counted
JOIN marts.school AS school ON school.school_code = counted.unit_code AND school.valid_from = counted.unit_from
WHERE list_contains($scope, counted.unit_code)
    AND CASE $part WHEN 'numerator' THEN is_numerator WHEN 'denominator' THEN is_denominator
        ELSE is_denominator AND NOT is_numerator END
ORDER BY counted.state, counted.unit_name_vi, counted.unit_code

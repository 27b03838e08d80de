-- The sessions of one side of a figure by facility, day and state, the newest first: no single session is told of.
SELECT counted.date, counted.status, counted.facility_code, coalesce(asking.name_vi, counted.facility_code) AS facility_name_vi,
    counted.session_count
FROM counted
LEFT JOIN marts.facility AS asking
    ON asking.facility_code = counted.facility_code AND asking.facility_from = counted.facility_from
WHERE list_contains($scope, counted.unit_code)
    AND CASE $part WHEN 'numerator' THEN is_numerator WHEN 'denominator' THEN is_denominator
        ELSE is_denominator AND NOT is_numerator END
ORDER BY counted.date DESC, counted.facility_code, counted.status

-- The sessions of one side of a figure, the newest first: no patient is told of, and none is landed.
SELECT counted.session_code, counted.started_at, counted.minutes, counted.status, counted.is_transferred,
    asking.facility_code AS requesting_code,
    coalesce(asking.name_vi, counted.requesting_facility_code) AS requesting_name_vi,
    coalesce(consulting.name_vi, counted.consulting_facility_code) AS consulting_name_vi,
    counted.batch, counted.page, counted.row
FROM counted
LEFT JOIN marts.facility AS asking
    ON asking.facility_code = counted.requesting_facility_code
    AND counted.date BETWEEN asking.facility_from AND coalesce(asking.facility_to, DATE '9999-12-31')
LEFT JOIN marts.facility AS consulting
    ON (consulting.facility_code = counted.consulting_facility_code OR consulting.code_13 = counted.consulting_facility_code)
    AND counted.date BETWEEN consulting.facility_from AND coalesce(consulting.facility_to, DATE '9999-12-31')
WHERE list_contains($scope, counted.unit_code)
    AND CASE $part WHEN 'numerator' THEN is_numerator WHEN 'denominator' THEN is_denominator
        ELSE is_denominator AND NOT is_numerator END
ORDER BY counted.started_at DESC, counted.session_code

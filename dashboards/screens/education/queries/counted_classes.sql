-- The classes of one side of the share above their limit, the largest first.
SELECT counted.school_code AS unit_code, school.name_vi AS unit_name_vi, school.unit_short_name_vi AS commune_name_vi,
    counted.class_name, counted.grade, counted.pupil_count, counted.pupil_limit, counted.is_over_limit
FROM counted
JOIN marts.school AS school ON school.school_code = counted.school_code AND school.valid_from = counted.school_from
WHERE list_contains($scope, counted.school_code)
    AND CASE $part WHEN 'numerator' THEN is_numerator WHEN 'denominator' THEN is_denominator
        ELSE is_denominator AND NOT is_numerator END
ORDER BY counted.pupil_count - counted.pupil_limit DESC NULLS LAST, counted.school_code, counted.class_name

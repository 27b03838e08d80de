-- What the share of each part would be if rejected presses counted too.
SELECT CASE WHEN $by_agency THEN agency_code ELSE current_unit_code END AS unit_code,
    count(*) AS presses,
    count(*) FILTER (WHERE is_numerator) AS rejected,
    count(*) FILTER (WHERE is_satisfied) AS satisfied
FROM counted
GROUP BY ALL

-- Which agencies hold past due what is theirs to decide; of a part of the `whole`, what was taken in there. `is_unsure`
-- where it is not known of every one of them who took it in.
SELECT counted.agency_name_vi, count(*) AS dossiers, bool_or(receiving.current_unit_code IS NULL) AS is_unsure
FROM counted
LEFT JOIN marts.agency AS receiving
    ON receiving.agency_code = counted.receiving_agency_code
    AND coalesce(counted.accepted_date, counted.applied_date) BETWEEN receiving.known_from AND receiving.known_until
WHERE counted.is_numerator AND ($unit = $whole OR coalesce(receiving.current_unit_code, $unit) = $unit)
GROUP BY ALL
ORDER BY dossiers DESC, counted.agency_name_vi

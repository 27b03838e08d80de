-- An indicator of a unit, divided by whatever `$by` names; with nothing named, the unit itself as one row.
SELECT
    CASE WHEN list_contains($by, 'agency') THEN agency_code END AS agency_code,
    CASE WHEN list_contains($by, 'agency') THEN agency_name_vi END AS agency_name_vi,
    CASE WHEN list_contains($by, 'field') THEN field_code END AS field_code,
    CASE WHEN list_contains($by, 'field') THEN field_name_vi END AS field_name_vi,
    CASE WHEN list_contains($by, 'procedure') THEN procedure_code END AS procedure_code,
    CASE WHEN list_contains($by, 'procedure') THEN procedure_name_vi END AS procedure_name_vi,
    count(*) FILTER (WHERE is_numerator) AS numerator,
    count(*) FILTER (WHERE is_denominator) AS denominator
FROM counted
WHERE ($agency = '' OR agency_code = $agency)
    AND ($field = '' OR field_code = $field)
    AND ($procedure = '' OR procedure_code = $procedure)
    AND ($system = '' OR processing_system = $system)
GROUP BY ALL

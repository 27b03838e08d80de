-- An indicator of a unit over dossiers, or over those handed out, divided by whatever `$by` names.
SELECT
    CASE WHEN list_contains($by, 'unit') THEN CASE $counted_basis WHEN 'own' THEN unit_code ELSE current_unit_code END
        END AS unit_code,
    CASE WHEN list_contains($by, 'agency') THEN agency_code END AS agency_code,
    CASE WHEN list_contains($by, 'agency') THEN agency_name_vi END AS agency_name_vi,
    CASE WHEN list_contains($by, 'field') THEN field_code END AS field_code,
    CASE WHEN list_contains($by, 'field') THEN field_name_vi END AS field_name_vi,
    CASE WHEN list_contains($by, 'procedure') THEN procedure_code END AS procedure_code,
    CASE WHEN list_contains($by, 'procedure') THEN procedure_name_vi END AS procedure_name_vi,
    count(*) FILTER (WHERE is_numerator) AS numerator,
    count(*) FILTER (WHERE is_denominator) AS denominator
FROM counted
GROUP BY ALL

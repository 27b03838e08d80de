-- An indicator over presses, divided by whatever `$by` names. Outside of its centre, a counter is named only where no
-- counter of that centre has one officer alone: what one row leaves out could be taken from the sum.
SELECT
    CASE WHEN list_contains($by, 'unit')
        THEN CASE $counted_basis WHEN 'own' THEN counted.unit_code ELSE counted.current_unit_code END END AS unit_code,
    CASE WHEN list_contains($by, 'agency') THEN counted.agency_code END AS agency_code,
    CASE WHEN list_contains($by, 'agency') THEN counted.agency_name_vi END AS agency_name_vi,
    CASE WHEN list_contains($by, 'counter')
        THEN CASE WHEN $is_inside OR counter.centre_officer_count > 1 THEN counted.counter_code ELSE '' END END AS counter_code,
    CASE WHEN list_contains($by, 'field') THEN counted.field_code END AS field_code,
    CASE WHEN list_contains($by, 'field') THEN counted.field_name_vi END AS field_name_vi,
    CASE WHEN list_contains($by, 'procedure') THEN counted.procedure_code END AS procedure_code,
    CASE WHEN list_contains($by, 'procedure') THEN counted.procedure_name_vi END AS procedure_name_vi,
    CASE WHEN list_contains($by, 'scale') THEN counted.scale END AS scale,
    CASE WHEN list_contains($by, 'hour') THEN counted.rated_hour END AS hour,
    CASE WHEN list_contains($by, 'lateness') THEN counted.lateness END AS lateness,
    count(*) FILTER (WHERE counted.is_numerator) AS numerator,
    count(*) FILTER (WHERE counted.is_denominator) AS denominator
FROM counted
LEFT JOIN marts.counter AS counter
    ON counter.counter_code = counted.counter_code AND counter.agency_code = counted.agency_code
    AND counter.agency_from = counted.agency_from
GROUP BY ALL

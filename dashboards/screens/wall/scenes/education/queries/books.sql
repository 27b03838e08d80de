-- How many books of each term the schools of some of today's units owe, and how many of them came.
SELECT lineage.in_code AS unit_code, book.period_start, book.period_end, count(*) AS owed_count,
    count(book.received_at) AS received_count, bool_and(book.is_judged) AS is_judged
FROM marts.delivery AS book
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = book.unit_code AND lineage.unit_from = book.unit_from AND lineage.basis = 'successor'
JOIN marts.unit AS unit
    ON unit.unit_code = lineage.in_code AND unit.valid_from = lineage.in_from AND unit.valid_to IS NULL
WHERE book.source = 'smas' AND list_contains($units, lineage.in_code) AND list_contains($scope, lineage.in_code)
GROUP BY ALL

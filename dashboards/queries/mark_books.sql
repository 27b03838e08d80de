-- The mark books that the unit's schools owe of one term, those that are waited for first.
SELECT delivery.unit_code, delivery.unit_name_vi, delivery.state, delivery.deadline_date
FROM marts.delivery AS delivery
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = delivery.unit_code AND lineage.unit_from = delivery.unit_from
WHERE lineage.basis = 'successor' AND lineage.in_code = $unit AND lineage.in_from = $unit_from
    AND list_contains($scope, lineage.in_code) AND delivery.source = $books_source
    AND delivery.period_start = $period_start AND delivery.period_end = $period_end
ORDER BY delivery.state = 'missing' DESC, delivery.state = 'late' DESC, delivery.unit_code

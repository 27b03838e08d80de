-- The books that a unit's schools owe in one term; what waits for its sender stands first.
SELECT delivery.unit_code, delivery.unit_name_vi, school.unit_short_name_vi AS commune_name_vi, delivery.period_name_vi,
    delivery.deadline_date, delivery.received_at, delivery.state, delivery.batch, delivery.page
FROM marts.delivery AS delivery
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = delivery.unit_code AND lineage.unit_from = delivery.unit_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.school AS school
    ON school.school_code = delivery.unit_code AND school.valid_from = delivery.unit_from
WHERE delivery.source = 'smas' AND delivery.period_start = $period_start AND delivery.period_end = $period_end
    AND list_contains($scope, delivery.unit_code)
ORDER BY CASE delivery.state WHEN 'missing' THEN 0 WHEN 'late' THEN 1 WHEN 'not_due' THEN 2 ELSE 3 END,
    delivery.unit_name_vi, delivery.unit_code

-- What the national portal counts beyond our own count: the newest month of a period in which it does. Where it counts
-- fewer of another commune that takes nothing off.
SELECT difference.month_start, sum(greatest(difference.difference, 0))::BIGINT AS difference
FROM marts.portal_difference AS difference
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = difference.unit_code AND lineage.unit_from = difference.unit_from
WHERE lineage.basis = 'successor'
    AND lineage.in_code = $unit
    AND lineage.in_from = $unit_from
    AND list_contains($scope, lineage.in_code)
    AND difference.month_start BETWEEN date_trunc('month', $start::DATE) AND $cutoff
GROUP BY difference.month_start
HAVING sum(greatest(difference.difference, 0)) > 0
ORDER BY difference.month_start DESC
LIMIT 1

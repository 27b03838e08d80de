-- What the national portal counted beyond our own count, in the newest month that it told.
SELECT difference.month_start, sum(difference.difference)::BIGINT AS difference
FROM marts.portal_difference AS difference
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = difference.unit_code AND lineage.unit_from = difference.unit_from
WHERE lineage.basis = 'successor' AND lineage.in_code = $unit AND list_contains($scope, lineage.in_code)
GROUP BY difference.month_start
ORDER BY difference.month_start DESC
LIMIT 1

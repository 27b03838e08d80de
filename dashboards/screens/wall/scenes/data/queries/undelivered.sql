-- What the unit, or any unit in it, still owes, whenever it fell due, stands first; then what fell due since a day and
-- came late. A night that failed is made up for once a later one came in. All files of a facility that has been silent
-- since then are one row.
SELECT delivery.source, delivery.unit_code, delivery.unit_name_vi, delivery.school_year, delivery.state,
    delivery.received_at, delivery.is_made_up,
    delivery.term IS NULL AND delivery.stream_kind IS NULL AS is_night,
    CASE WHEN delivery.silent_since_date IS NULL THEN delivery.period_name_vi ELSE '' END AS period_name_vi,
    min(delivery.deadline_date) AS deadline_date, min(delivery.silent_since_date) AS silent_since_date,
    count(*) AS delivery_count
FROM marts.delivery AS delivery
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = delivery.unit_code AND lineage.unit_from = delivery.unit_from
WHERE lineage.basis = 'successor' AND lineage.in_code = $unit AND list_contains($scope, lineage.in_code)
    AND (delivery.state = 'missing' AND NOT delivery.is_made_up
        OR delivery.state IN ('missing', 'late') AND delivery.deadline_date >= $since)
GROUP BY ALL
ORDER BY delivery.is_made_up, delivery.state DESC, silent_since_date, deadline_date DESC, delivery.source,
    delivery.unit_name_vi, period_name_vi

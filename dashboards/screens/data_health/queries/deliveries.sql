-- What has not come, or came late, among what fell due since a day; what waits longest for its sender stands first. A
-- night that failed is made up for once a later one came in: its data came with that one.
SELECT delivery.source, delivery.unit_code, delivery.unit_name_vi, delivery.period_name_vi, delivery.period_start,
    delivery.period_end, delivery.expected_from_date, delivery.deadline_date, delivery.received_at, delivery.state,
    delivery.state = 'missing' AND delivery.period_start = delivery.period_end AND EXISTS (
        SELECT 1 FROM marts.delivery AS later
        WHERE later.source = delivery.source AND later.period_start > delivery.period_start
            AND later.period_start = later.period_end AND later.received_at IS NOT NULL
    ) AS is_made_up
FROM marts.delivery AS delivery
WHERE list_contains($scope, delivery.unit_code) AND $source IN ('', delivery.source)
    AND delivery.state IN ('missing', 'late') AND delivery.deadline_date >= $since
ORDER BY is_made_up, delivery.state DESC, delivery.deadline_date DESC, delivery.source, delivery.unit_name_vi, delivery.unit_code

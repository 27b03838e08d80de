-- What has not come, or came late, among what fell due since a day; what waits longest for its sender stands first.
SELECT source, unit_code, unit_name_vi, period_name_vi, period_start, period_end, expected_from_date, deadline_date,
    received_at, state
FROM marts.delivery
WHERE list_contains($scope, unit_code) AND $source IN ('', source)
    AND state IN ('missing', 'late') AND deadline_date >= $since
ORDER BY state DESC, deadline_date DESC, source, unit_name_vi, unit_code

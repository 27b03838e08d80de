-- What is still waited for, whenever it fell due, and what fell due since a day and came late or was made up for; what
-- waits longest for its sender stands first. All files of a facility that has been silent since then are one row.
SELECT source, unit_code, unit_name_vi, school_year, state, received_at, is_made_up,
    term IS NULL AND stream_kind IS NULL AS is_night,
    CASE WHEN silent_since_date IS NULL THEN period_name_vi ELSE '' END AS period_name_vi,
    min(period_start) AS period_start, max(period_end) AS period_end, min(expected_from_date) AS expected_from_date,
    min(deadline_date) AS deadline_date, min(silent_since_date) AS silent_since_date, count(*) AS delivery_count
FROM marts.delivery
WHERE list_contains($scope, unit_code) AND $source IN ('', source)
    AND (state = 'missing' AND NOT is_made_up OR state IN ('missing', 'late') AND deadline_date >= $since)
GROUP BY ALL
ORDER BY is_made_up, state DESC, silent_since_date, deadline_date DESC, source, unit_name_vi, unit_code, period_name_vi

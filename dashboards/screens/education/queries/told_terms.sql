-- The terms for which a unit has any of these figures, hidden or not; the share of books in time also while they come.
SELECT DISTINCT value.period_start, value.period_end
FROM marts.indicator_value AS value
WHERE value.basis = $basis AND value.grain = 'school_term' AND value.unit_code = $unit AND value.unit_from = $unit_from
    AND list_contains($indicators, value.indicator) AND list_contains($scope, value.unit_code)
    AND (value.state <> 'no_events' OR value.indicator = 'workbook_on_time_share' AND EXISTS (
        FROM marts.delivery AS book
        WHERE book.source = 'smas' AND NOT book.is_judged AND book.received_at IS NOT NULL
            AND book.period_start = value.period_start AND book.period_end = value.period_end
    ))

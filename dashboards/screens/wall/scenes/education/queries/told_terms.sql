-- The school terms for which a unit has each figure, hidden or not, the newest first; the share of books in time also
-- while they come.
SELECT value.indicator, period.grain, period.period_start, period.period_end, period.name_vi, period.cutoff_date,
    period.is_open, term.school_year, term.term
FROM marts.indicator_value AS value
JOIN marts.period AS period
    ON period.grain = value.grain AND period.period_start = value.period_start
    AND period.period_end = value.period_end
LEFT JOIN (
    SELECT school_year, term, period_start, period_end, bool_or(NOT is_judged AND received_at IS NOT NULL) AS is_coming
    FROM marts.delivery
    WHERE source = 'smas'
    GROUP BY ALL
) AS term
    ON term.period_start = value.period_start AND term.period_end = value.period_end
WHERE value.basis = 'successor' AND value.grain = 'school_term' AND value.unit_code = $unit
    AND value.unit_from = $unit_from AND list_contains($scope, value.unit_code)
    AND (value.state <> 'no_events' OR value.indicator = 'workbook_on_time_share' AND term.is_coming)
ORDER BY value.indicator, period.period_end DESC, period.period_start DESC

-- The school terms for which a unit has each figure, hidden or not, the newest first.
SELECT value.indicator, period.grain, period.period_start, period.period_end, period.name_vi, period.cutoff_date,
    period.is_open, term.school_year, term.term
FROM marts.indicator_value AS value
JOIN marts.period AS period
    ON period.grain = value.grain AND period.period_start = value.period_start
    AND period.period_end = value.period_end
LEFT JOIN (SELECT DISTINCT school_year, term, period_start, period_end FROM marts.delivery WHERE source = 'smas') AS term
    ON term.period_start = value.period_start AND term.period_end = value.period_end
WHERE value.basis = 'successor' AND value.grain = 'school_term' AND value.unit_code = $unit
    AND value.unit_from = $unit_from AND value.state <> 'no_events' AND list_contains($scope, value.unit_code)
ORDER BY value.indicator, period.period_end DESC, period.period_start DESC

-- Every indicator of one unit, as published: in this report quarter, or in its newest school term with anything to count.
WITH newest AS (
    SELECT *
    FROM marts.indicator_value
    WHERE basis = 'successor'
        AND unit_code = $unit
        AND unit_from = $unit_from
        AND list_contains($scope, unit_code)
        AND ((grain = 'report_quarter' AND period_start = $start) OR (grain = 'school_term' AND state <> 'no_events'))
    QUALIFY row_number() OVER (
        PARTITION BY indicator ORDER BY (grain = 'report_quarter') DESC, period_end DESC, period_start
    ) = 1
)

SELECT value.indicator, value.unit_code, unit.short_name_vi AS unit_name_vi, indicator.unit_vi, value.numerator,
    value.denominator, value.value, value.n, value.state, value.band, value.target, indicator.minimum_n,
    period.grain, period.period_start, period.period_end, period.name_vi, period.cutoff_date, period.is_open
FROM newest AS value
JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
JOIN marts.period AS period
    ON period.grain = value.grain AND period.period_start = value.period_start AND period.period_end = value.period_end
ORDER BY value.indicator

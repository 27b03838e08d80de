-- Where every indicator of a unit and of its communes stands now, and since which period in a row: each in its own kind
-- of period, the open one, or the newest week or term that is over. Weeks that signal count whatever the signal; any
-- other band counts while it is the same. Nobody has stood anywhere before there was such a unit. While books of a term
-- are waited for that nobody is judged by yet, nothing is told of it but how many came: a few schools are not all.
WITH coming AS (
    SELECT book.period_start, book.period_end, bool_or(book.received_at IS NOT NULL) AS is_begun,
        bool_or(book.received_at IS NULL AND home.in_code IS NOT NULL) AS is_waited_for
    FROM marts.delivery AS book
    LEFT JOIN marts.unit_lineage AS home
        ON home.unit_code = book.unit_code AND home.unit_from = book.unit_from AND home.basis = 'successor'
        AND home.in_code = $unit AND home.in_from = $unit_from
    WHERE book.source = $books_source AND NOT book.is_judged
    GROUP BY ALL
),

told AS (
    SELECT value.*, period.name_vi AS period_name_vi, period.cutoff_date, unit.short_name_vi AS unit_name_vi,
        indicator.name_vi, indicator.unit_vi, indicator.subject, indicator.owner, indicator.direction,
        indicator.minimum_n, definition.certainty AS definition_certainty,
        list_contains($weekly, value.indicator) AS is_signal
    FROM marts.indicator_value AS value
    JOIN marts.unit_lineage AS lineage
        ON lineage.unit_code = value.unit_code AND lineage.unit_from = value.unit_from
        AND lineage.basis = value.basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
    JOIN marts.unit AS unit ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from
    JOIN marts.indicator AS indicator ON indicator.indicator = value.indicator
    JOIN marts.indicator_definition AS definition
        ON definition.indicator = value.indicator AND definition.valid_from = value.definition_from
    JOIN marts.period AS period
        ON period.grain = value.grain AND period.period_start = value.period_start
        AND period.period_end = value.period_end
    LEFT JOIN coming ON coming.period_start = value.period_start AND coming.period_end = value.period_end
    WHERE value.basis = 'successor' AND value.unit_kind IN ('area', 'commune')
        AND list_contains($scope, lineage.in_code) AND value.period_end >= value.unit_from
        AND value.grain = CASE
            WHEN list_contains($weekly, value.indicator) THEN 'week'
            WHEN indicator.subject = 'health' THEN 'month'
            WHEN indicator.subject = 'education' THEN 'school_term'
            ELSE 'report_quarter'
        END
        AND CASE value.grain
            WHEN 'week' THEN NOT value.is_open
            WHEN 'school_term' THEN CASE value.indicator
                WHEN 'workbook_on_time_share' THEN value.state <> 'no_events' OR coalesce(coming.is_begun, false)
                ELSE value.state <> 'no_events' AND NOT coalesce(coming.is_waited_for, false)
            END
            ELSE true
        END
),

ordered AS (
    SELECT *, row_number() OVER (PARTITION BY indicator, unit_code ORDER BY period_end DESC, period_start DESC) AS back
    FROM told
),

compared AS (
    SELECT each.indicator, each.unit_code, each.back,
        (each.band = newest.band OR each.is_signal AND each.band IN ('watch', 'missed')
            AND newest.band IN ('watch', 'missed')) IS TRUE AS is_same
    FROM ordered AS each
    JOIN ordered AS newest
        ON newest.indicator = each.indicator AND newest.unit_code = each.unit_code AND newest.back = 1
),

run AS (
    SELECT indicator, unit_code, count(*) AS known, coalesce(min(back) FILTER (NOT is_same) - 1, count(*)) AS in_a_row
    FROM compared
    GROUP BY indicator, unit_code
)

SELECT newest.*, run.in_a_row, run.in_a_row = run.known AS is_from_the_first,
    greatest(since.period_start, newest.unit_from) AS since_start, since.period_end AS since_end,
    since.period_name_vi AS since_name_vi
FROM ordered AS newest
JOIN run ON run.indicator = newest.indicator AND run.unit_code = newest.unit_code
LEFT JOIN ordered AS since
    ON since.indicator = newest.indicator AND since.unit_code = newest.unit_code AND since.back = run.in_a_row
WHERE newest.back = 1
    AND newest.period_end = (SELECT max(every.period_end) FROM ordered AS every WHERE every.indicator = newest.indicator)
ORDER BY newest.indicator, newest.unit_kind, newest.unit_code

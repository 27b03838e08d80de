-- The mark book that each school owes at the end of each term, and when the first good one came: one that is sent again
-- is no later for it. A term is owed from the day after it ended, and judged once its deadline is over: before, those that
-- came are all in time, and a share of them would say nothing.
WITH received AS (
    SELECT school_code, school_year, term, min(received_at) AS received_at, min(received_date) AS received_date
    FROM staging.smas__workbook_version
    GROUP BY ALL
)

SELECT
    'smas' AS source,
    school.school_code AS unit_code,
    school.valid_from AS unit_from,
    school.name_vi AS unit_name_vi,
    term.school_year,
    term.term,
    term.name_vi AS period_name_vi,
    term.start_date AS period_start,
    term.end_date AS period_end,
    (term.end_date + 1)::DATE AS closed_date,
    (term.end_date + 1)::DATE AS expected_from_date,
    term.deadline_date,
    received.received_at,
    CASE
        WHEN received.received_date <= term.deadline_date THEN 'on_time'
        WHEN received.received_date > term.deadline_date THEN 'late'
        WHEN term.deadline_date < today.today_date THEN 'missing'
        ELSE 'not_due'
    END AS state,
    term.deadline_date < today.today_date AS is_judged,
    workbook.batch,
    workbook.page
FROM config.school_term AS term
CROSS JOIN config.today
INNER JOIN config.source AS source ON source.source = 'smas' AND term.start_date >= source.first_day
INNER JOIN config.school AS school
    ON term.end_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN received
    ON received.school_code = school.school_code AND received.school_year = term.school_year
    AND received.term = term.term
LEFT JOIN staging.smas__workbook AS workbook
    ON workbook.school_code = school.school_code AND workbook.school_year = term.school_year
    AND workbook.term = term.term
-- Nobody owes anything to a source that was never connected.
WHERE term.start_date <= today.today_date AND EXISTS (FROM received)

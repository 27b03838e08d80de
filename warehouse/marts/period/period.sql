-- Days are for watching: the newest hundred. Everything else reaches back two whole years.
WITH bound AS (
    SELECT today_date, (date_trunc('year', today_date) - INTERVAL 2 YEAR)::DATE AS first_date
    FROM config.today
),

calendar_start AS (
    SELECT grain.name AS grain, grain.step, unnest(generate_series(
        CASE grain.name WHEN 'day' THEN today_date - 99 ELSE date_trunc(grain.name, first_date) END, today_date, grain.step
    ))::DATE AS period_start
    FROM bound
    CROSS JOIN (VALUES
        ('day', INTERVAL 1 DAY), ('week', INTERVAL 7 DAY), ('month', INTERVAL 1 MONTH),
        ('quarter', INTERVAL 3 MONTH), ('year', INTERVAL 1 YEAR)
    ) AS grain (name, step)
),

-- Reports are cut on the 14th: a reporting month is the 15th of the month before to the 14th.
report_start AS (
    SELECT shape.grain, shape.step, (make_date(report.year - 1, 12, 15) + to_months(shape.offset_months))::DATE AS period_start
    FROM bound
    CROSS JOIN (SELECT unnest(range(year(bound.first_date), year(bound.today_date) + 2)) AS year FROM bound) AS report
    CROSS JOIN (
        SELECT 'report_month' AS grain, INTERVAL 1 MONTH AS step, unnest(range(12)) AS offset_months
        UNION ALL SELECT 'report_quarter', INTERVAL 3 MONTH, unnest([0, 3, 6, 9])
        UNION ALL SELECT 'report_half_year', INTERVAL 6 MONTH, 0
        UNION ALL SELECT 'report_nine_months', INTERVAL 9 MONTH, 0
        UNION ALL SELECT 'report_year', INTERVAL 12 MONTH, 0
    ) AS shape
),

spanned AS (
    SELECT grain, period_start, (period_start + step - INTERVAL 1 DAY)::DATE AS period_end, NULL AS term_name_vi
    FROM (SELECT * FROM calendar_start UNION ALL SELECT * FROM report_start)
    UNION ALL
    SELECT 'school_term', start_date, end_date, name_vi FROM config.school_term
)

SELECT
    spanned.grain,
    spanned.period_start,
    spanned.period_end,
    CASE spanned.grain
        WHEN 'day' THEN strftime(period_start, '%d/%m/%Y')
        WHEN 'week' THEN format('Tuần {}/{}', weekofyear(period_start), isoyear(period_start))
        WHEN 'month' THEN format('Tháng {}/{}', month(period_start), year(period_start))
        WHEN 'quarter' THEN format('Quý {}/{} (dương lịch)', ['I', 'II', 'III', 'IV'][quarter(period_start)], year(period_start))
        WHEN 'year' THEN format('Năm {} (dương lịch)', year(period_start))
        WHEN 'report_month' THEN format('Tháng báo cáo {}/{}', month(period_end), year(period_end))
        WHEN 'report_quarter' THEN format('Quý {}/{}', ['I', 'II', 'III', 'IV'][(month(period_end) // 3)], year(period_end))
        WHEN 'report_half_year' THEN format('6 tháng đầu năm {}', year(period_end))
        WHEN 'report_nine_months' THEN format('9 tháng đầu năm {}', year(period_end))
        WHEN 'report_year' THEN format('Năm báo cáo {}', year(period_end))
        ELSE term_name_vi
    END AS name_vi,
    least(spanned.period_end, bound.today_date) AS cutoff_date,
    -- The last day of a period is over only when the next one has begun.
    spanned.period_end >= bound.today_date AS is_open
FROM spanned
CROSS JOIN bound
WHERE spanned.period_start <= bound.today_date

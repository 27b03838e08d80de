-- What happened in a period is the running total at its cutoff less that of the day before its start; what is open or
-- overdue is the running total of arrivals less departures.
WITH reported AS (
    SELECT grain, period_start, period_end, cutoff_date, (period_start - 1)::DATE AS before_date
    FROM marts.period
    WHERE grain NOT IN ('day', 'week', 'school_term') AND period_start >= (
        SELECT min(applied_date) FROM marts.dossier
        WHERE applied_date >= (SELECT first_day FROM config.source WHERE source = 'one_stop')
    )
),

counted_day AS (
    SELECT day AS until_date, coalesce(lag(day) OVER (ORDER BY day), DATE '0001-01-01') AS after_date
    FROM (SELECT cutoff_date AS day FROM reported UNION SELECT before_date FROM reported)
),

change AS (
    SELECT
        lineage.in_code, lineage.in_from, lineage.unit_kind, lineage.basis, lineage.valid_from, lineage.valid_to,
        coalesce(day.field_code, 'TOTAL') AS field_code, counted_day.until_date,
        sum(received_online) AS received_online, sum(received_other) AS received_other, sum(early) AS early,
        sum(on_time) AS on_time, sum(late) AS late, sum(open_change) AS open_change, sum(overdue_change) AS overdue_change
    FROM marts.dossier_day AS day
    INNER JOIN marts.unit_lineage AS lineage
        ON lineage.unit_code = day.agency_code AND lineage.unit_from = day.agency_from
    INNER JOIN counted_day
        ON day.event_date > counted_day.after_date AND day.event_date <= counted_day.until_date
    GROUP BY GROUPING SETS (
        (in_code, in_from, lineage.unit_kind, basis, lineage.valid_from, lineage.valid_to, until_date, day.field_code),
        (in_code, in_from, lineage.unit_kind, basis, lineage.valid_from, lineage.valid_to, until_date)
    )
),

series AS (
    SELECT DISTINCT in_code, in_from, unit_kind, basis, valid_from, valid_to, field_code FROM change
),

total AS (
    SELECT
        series.in_code, series.in_from, series.basis, series.field_code, counted_day.until_date,
        coalesce(sum(received_online) OVER running, 0) AS received_online,
        coalesce(sum(received_other) OVER running, 0) AS received_other,
        coalesce(sum(early) OVER running, 0) AS early,
        coalesce(sum(on_time) OVER running, 0) AS on_time,
        coalesce(sum(late) OVER running, 0) AS late,
        coalesce(sum(open_change) OVER running, 0) AS open,
        coalesce(sum(overdue_change) OVER running, 0) AS overdue
    FROM series
    CROSS JOIN counted_day
    LEFT JOIN change USING (in_code, in_from, basis, field_code, until_date)
    WINDOW running AS (PARTITION BY series.in_code, series.in_from, series.basis, series.field_code ORDER BY counted_day.until_date)
),

cell AS (
    SELECT
        series.*, reported.*, started.open AS c4, ended.open AS c9, ended.overdue AS c11,
        ended.received_online - started.received_online AS c2, ended.received_other - started.received_other AS c3,
        ended.early - started.early AS c6, ended.on_time - started.on_time AS c7, ended.late - started.late AS c8
    FROM series
    INNER JOIN reported
        ON reported.period_start >= series.valid_from AND reported.period_end <= series.valid_to
    INNER JOIN total AS ended
        ON ended.in_code = series.in_code AND ended.in_from = series.in_from AND ended.basis = series.basis
        AND ended.field_code = series.field_code AND ended.until_date = reported.cutoff_date
    INNER JOIN total AS started
        ON started.in_code = series.in_code AND started.in_from = series.in_from AND started.basis = series.basis
        AND started.field_code = series.field_code AND started.until_date = reported.before_date
)

SELECT
    in_code AS unit_code, in_from AS unit_from, unit_kind, basis, grain, period_start, period_end, field_code,
    (c2 + c3 + c4)::BIGINT AS c1, c2::BIGINT AS c2, c3::BIGINT AS c3, c4::BIGINT AS c4,
    (c6 + c7 + c8)::BIGINT AS c5, c6::BIGINT AS c6, c7::BIGINT AS c7, c8::BIGINT AS c8,
    c9::BIGINT AS c9, (c9 - c11)::BIGINT AS c10, c11::BIGINT AS c11
FROM cell

-- Form II.06a for any period, both ends included: the same counts as marts.form_06a, for dates that no grain has.
CREATE MACRO marts.form_06a_between(first_date, last_date) AS TABLE
WITH cut AS (
    SELECT first_date::DATE AS first_day, least(last_date::DATE, newest.cutoff_date) AS last_day
    FROM (SELECT max(cutoff_date) AS cutoff_date FROM marts.period) AS newest
),

counted AS (
    SELECT
        lineage.in_code AS unit_code, lineage.in_from AS unit_from, lineage.unit_kind, lineage.basis,
        coalesce(day.field_code, 'TOTAL') AS field_code,
        coalesce(sum(received_online) FILTER (WHERE event_date >= first_day), 0) AS c2,
        coalesce(sum(received_other) FILTER (WHERE event_date >= first_day), 0) AS c3,
        coalesce(sum(open_change) FILTER (WHERE event_date < first_day), 0) AS c4,
        coalesce(sum(early) FILTER (WHERE event_date >= first_day), 0) AS c6,
        coalesce(sum(on_time) FILTER (WHERE event_date >= first_day), 0) AS c7,
        coalesce(sum(late) FILTER (WHERE event_date >= first_day), 0) AS c8,
        sum(open_change) AS c9,
        sum(overdue_change) AS c11
    FROM marts.dossier_day AS day
    CROSS JOIN cut
    INNER JOIN marts.unit_lineage AS lineage
        ON lineage.unit_code = day.agency_code AND lineage.unit_from = day.agency_from
        AND first_day >= lineage.valid_from AND last_day <= lineage.valid_to
    WHERE event_date <= last_day
    GROUP BY GROUPING SETS (
        (in_code, in_from, lineage.unit_kind, basis, day.field_code), (in_code, in_from, lineage.unit_kind, basis)
    )
)

SELECT
    unit_code, unit_from, unit_kind, basis, field_code,
    (c2 + c3 + c4)::BIGINT AS c1, c2::BIGINT AS c2, c3::BIGINT AS c3, c4::BIGINT AS c4,
    (c6 + c7 + c8)::BIGINT AS c5, c6::BIGINT AS c6, c7::BIGINT AS c7, c8::BIGINT AS c8,
    c9::BIGINT AS c9, (c9 - c11)::BIGINT AS c10, c11::BIGINT AS c11
FROM counted

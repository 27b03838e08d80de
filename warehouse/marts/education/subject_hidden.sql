-- The same along the rows: what a unit's total over all subjects, which is published exactly, leaves for its hidden cells is
-- two or more cells too, and no small group.
WITH placed AS (
    SELECT *,
        row_number() OVER so_far AS place,
        sum(numerator) OVER so_far AS numerator_so_far,
        sum(rest) OVER so_far AS rest_so_far,
        count(*) FILTER (WHERE is_hidden) OVER (
            PARTITION BY school_year, term, unit_kind, commune_code, school_code
        ) AS hidden_count
    FROM marts.subject_cell
    WINDOW so_far AS (
        PARTITION BY school_year, term, unit_kind, commune_code, school_code
        ORDER BY is_hidden DESC, numerator + rest, grade, subject_code ROWS UNBOUNDED PRECEDING
    )
)

SELECT
    school_year, term, subject_code, grade, unit_kind, commune_code, commune_from, school_code, school_from,
    numerator, rest, tenths,
    is_hidden OR (hidden_count > 0 AND NOT coalesce(bool_or(
        place >= greatest(hidden_count, 2) AND (numerator_so_far = 0 OR numerator_so_far >= 5)
        AND (rest_so_far = 0 OR rest_so_far >= 5)
    ) OVER (
        PARTITION BY school_year, term, unit_kind, commune_code, school_code
        ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), false)) AS is_hidden
FROM placed

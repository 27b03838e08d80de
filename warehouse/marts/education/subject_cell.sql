-- Averages below 5.0 of each subject and grade, for all, each commune and each school, and which of them are hidden: small
-- groups, the smallest siblings beside them, and parts of what is hidden (warehouse/hidden_sql.py says the rule).
WITH counted AS (
    SELECT
        school_year, term, subject_code, grade,
        CASE WHEN grouping(school_code) = 0 THEN 'school' WHEN grouping(unit_code) = 0 THEN 'commune' ELSE 'area' END
            AS unit_kind,
        unit_code AS commune_code, unit_from AS commune_from, school_code, school_from,
        sum(numerator)::BIGINT AS numerator, sum(rest)::BIGINT AS rest, sum(tenths)::BIGINT AS tenths
    FROM marts.class_count
    WHERE measure = 'below_5'
    GROUP BY GROUPING SETS (
        (school_year, term, subject_code, grade),
        (school_year, term, subject_code, grade, unit_code, unit_from),
        (school_year, term, subject_code, grade, unit_code, unit_from, school_code, school_from)
    )
),

small AS (SELECT *, numerator BETWEEN 1 AND 4 OR rest BETWEEN 1 AND 4 AS is_small FROM counted),

placed AS (
    SELECT *,
        row_number() OVER so_far AS place,
        sum(numerator) OVER so_far AS numerator_so_far,
        sum(rest) OVER so_far AS rest_so_far,
        count(*) FILTER (WHERE is_small) OVER siblings AS small_count
    FROM small
    WINDOW
        siblings AS (PARTITION BY school_year, term, subject_code, grade, unit_kind,
            CASE unit_kind WHEN 'school' THEN commune_code END),
        so_far AS (PARTITION BY school_year, term, subject_code, grade, unit_kind,
            CASE unit_kind WHEN 'school' THEN commune_code END
            ORDER BY is_small DESC, numerator + rest, commune_code, school_code ROWS UNBOUNDED PRECEDING)
),

chosen AS (
    SELECT *,
        NOT coalesce(bool_or(
            place >= greatest(small_count, 2) AND (numerator_so_far = 0 OR numerator_so_far >= 5)
            AND (rest_so_far = 0 OR rest_so_far >= 5)
        ) OVER (
            PARTITION BY school_year, term, subject_code, grade, unit_kind,
                CASE unit_kind WHEN 'school' THEN commune_code END
            ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), false) AS is_among_first
    FROM placed
),

commune AS (
    SELECT chosen.school_year, chosen.term, chosen.subject_code, chosen.grade, chosen.commune_code,
        chosen.is_small OR (chosen.is_among_first AND (chosen.small_count > 0 OR area.is_small)) AS is_hidden
    FROM chosen
    INNER JOIN small AS area USING (school_year, term, subject_code, grade)
    WHERE chosen.unit_kind = 'commune' AND area.unit_kind = 'area'
)

SELECT
    chosen.school_year, chosen.term, chosen.subject_code, chosen.grade, chosen.unit_kind,
    coalesce(chosen.commune_code, '') AS commune_code, chosen.commune_from,
    coalesce(chosen.school_code, '') AS school_code, chosen.school_from,
    chosen.numerator, chosen.rest, chosen.tenths,
    CASE chosen.unit_kind
        WHEN 'area' THEN chosen.is_small
        WHEN 'commune' THEN commune.is_hidden
        ELSE chosen.is_small OR (chosen.is_among_first AND (chosen.small_count > 0 OR commune.is_hidden))
    END AS is_hidden
FROM chosen
LEFT JOIN commune USING (school_year, term, subject_code, grade, commune_code)

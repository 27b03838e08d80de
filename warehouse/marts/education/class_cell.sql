-- What of each class is hidden: groups of one to four, and beside them the smallest other classes of the school (for marks: of its
-- grade, in the subject), until two or more are hidden and each group of them together is empty or has five. Also where
-- some school, commune or the whole has a small group in the term, and where the school's own figure is hidden:
-- nothing that is hidden of a whole can be added up from its classes.
WITH whole AS (
    SELECT school_year, term, measure,
        list_bool_or([sum(first_group) BETWEEN 1 AND 4, sum(second_group) BETWEEN 1 AND 4,
            sum(third_group) BETWEEN 1 AND 4, sum(fourth_group) BETWEEN 1 AND 4]) AS has_small
    FROM marts.class_count
    GROUP BY GROUPING SETS (
        (school_year, term, measure),
        (school_year, term, measure, unit_code),
        (school_year, term, measure, unit_code, school_code)
    )
),

forced AS (SELECT school_year, term, measure, bool_or(has_small) AS is_forced FROM whole GROUP BY ALL),

cell AS (
    SELECT
        class.*,
        CASE WHEN measure = 'below_5' THEN class.grade ELSE 0 END AS pooled_grade,
        numerator BETWEEN 1 AND 4 OR rest BETWEEN 1 AND 4 AS is_small,
        forced.is_forced OR coalesce(school.is_hidden, false) AS is_forced
    FROM marts.class_count AS class
    INNER JOIN forced USING (school_year, term, measure)
    LEFT JOIN (
        SELECT school_year, term, subject_code, grade, school_code, is_hidden
        FROM marts.subject_hidden
        WHERE unit_kind = 'school'
    ) AS school USING (school_year, term, subject_code, grade, school_code)
),

placed AS (
    SELECT *,
        row_number() OVER so_far AS place,
        sum(numerator) OVER so_far AS numerator_so_far,
        sum(rest) OVER so_far AS rest_so_far,
        count(*) FILTER (WHERE is_small) OVER (
            PARTITION BY school_year, term, measure, subject_code, school_code, pooled_grade
        ) AS small_count
    FROM cell
    WINDOW so_far AS (
        PARTITION BY school_year, term, measure, subject_code, school_code, pooled_grade
        ORDER BY is_small DESC, numerator + rest, class_name, grade ROWS UNBOUNDED PRECEDING
    )
)

SELECT
    school_year, term, measure, subject_code, school_code, school_from, class_name, grade, numerator,
    numerator + rest AS denominator, tenths,
    is_small OR ((small_count > 0 OR is_forced) AND NOT coalesce(bool_or(
        place >= greatest(small_count, 2) AND (numerator_so_far = 0 OR numerator_so_far >= 5)
        AND (rest_so_far = 0 OR rest_so_far >= 5)
    ) OVER (
        PARTITION BY school_year, term, measure, subject_code, school_code, pooled_grade
        ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), false)) AS is_hidden
FROM placed

-- The last level of the drill: one class in one subject and term. What the book says of an average and what is worked out
-- anew differ in `differing_count` of them: a figure of the book, not of pupils. Where the mean of fewer than five is hidden,
-- so are the smallest other ones of the school's grade, until two or more and five pupils are: the school's mean is shown.
WITH graded AS (
    SELECT
        school_year, term, term_start_date, term_end_date, school_code, school_from, class_name, grade, subject_code,
        count(*) AS pupil_count,
        count(semester_average) + count(assessment) AS graded_count,
        count(*) FILTER (WHERE recorded_semester_average <> semester_average OR recorded_average <> average)
            AS differing_count,
        min(page) AS page,
        min(batch) AS batch
    FROM marts.pupil_subject_term
    GROUP BY ALL
),

placed AS (
    SELECT
        * EXCLUDE (school_from, measure),
        row_number() OVER so_far AS place,
        sum(denominator) OVER so_far AS denominator_so_far,
        count(*) FILTER (WHERE denominator < 5) OVER (
            PARTITION BY school_year, term, school_code, grade, subject_code
        ) AS small_count
    FROM marts.class_cell
    WHERE measure = 'below_5'
    WINDOW so_far AS (
        PARTITION BY school_year, term, school_code, grade, subject_code
        ORDER BY denominator, class_name ROWS UNBOUNDED PRECEDING
    )
),

cell AS (
    SELECT *, denominator < 5 OR (small_count > 0 AND NOT coalesce(bool_or(
        place >= greatest(small_count, 2) AND denominator_so_far >= 5
    ) OVER (
        PARTITION BY school_year, term, school_code, grade, subject_code
        ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), false)) AS is_mean_hidden
    FROM placed
)

SELECT
    graded.* EXCLUDE (pupil_count, graded_count),
    subject.name_vi AS subject_name_vi,
    subject.is_by_comment,
    CASE WHEN pupil_count >= 5 THEN pupil_count END AS pupil_count,
    CASE WHEN pupil_count >= 5 AND graded_count NOT BETWEEN 1 AND 4 THEN graded_count END AS graded_count,
    CASE WHEN NOT is_mean_hidden
        THEN (((20 * tenths + denominator) // (2 * denominator)) * 0.01)::DECIMAL(5, 2)
    END AS average_mean,
    CASE WHEN NOT is_hidden THEN cell.numerator END AS below_5_count,
    coalesce(is_hidden, false) AS is_hidden
FROM graded
INNER JOIN config.school_subject AS subject USING (subject_code)
LEFT JOIN cell USING (school_year, term, school_code, class_name, grade, subject_code)

-- Averages by TT 22/2021 and TT 58/2011, half up on whole tenths: a semester's is (sum of TX + 2 GK + 3 CK) / (TX + 5), a
-- year's (semester I + 2 semester II) / 3. A year's book holds the marks of semester II.
WITH marked AS (
    SELECT
        mark.*,
        len(mark.regular) + 5 AS weight,
        list_sum(list_transform(mark.regular, each -> (each.mark * 10)::INTEGER))::INTEGER
            + 2 * (mark.midterm * 10)::INTEGER + 3 * (mark.final * 10)::INTEGER AS points
    FROM staging.smas__mark AS mark
),

averaged AS (
    SELECT *, CASE WHEN len(regular) > 0 THEN ((2 * points + weight) // (2 * weight))::INTEGER END AS semester_tenths,
        CASE WHEN term = 'year' THEN 'term_1' END AS first_term
    FROM marked
),

joined AS (
    SELECT
        averaged.*,
        averaged.term = 'year' AS is_year,
        coalesce(first_half.semester_tenths, (averaged.average_term_1 * 10)::INTEGER) AS first_tenths
    FROM averaged
    LEFT JOIN averaged AS first_half
        ON first_half.term = averaged.first_term AND first_half.school_year = averaged.school_year
        AND first_half.school_code = averaged.school_code AND first_half.pupil_hash = averaged.pupil_hash
        AND first_half.subject_code = averaged.subject_code
)

SELECT
    joined.school_year,
    joined.term,
    term.start_date AS term_start_date,
    term.end_date AS term_end_date,
    (term.end_date + 1)::DATE AS term_closed_date,
    joined.school_code,
    school.valid_from AS school_from,
    pupil.class_name,
    pupil.grade,
    joined.pupil_hash,
    joined.subject_code,
    regulation.regulation,
    asked.counts_as,
    asked.part,
    joined.assessment,
    coalesce(len(joined.regular), 0)::INTEGER AS regular_count,
    -- TT 22/2021, Article 6, and TT 26/2020: by the lessons of a year.
    CASE WHEN lesson_count <= 35 THEN 2 WHEN lesson_count <= 70 THEN 3 WHEN lesson_count > 70 THEN 4 END
        AS asked_regular_count,
    (joined.semester_tenths * 0.1)::DECIMAL(4, 1) AS semester_average,
    CASE
        WHEN is_year THEN (((2 * (first_tenths + 2 * semester_tenths) + 3) // 6) * 0.1)::DECIMAL(4, 1)
        ELSE (joined.semester_tenths * 0.1)::DECIMAL(4, 1)
    END AS average,
    joined.average AS recorded_semester_average,
    CASE WHEN is_year THEN joined.average_year ELSE joined.average END AS recorded_average,
    joined.semester_tenths < 50 AS is_below_5,
    joined.sheet,
    joined.sheet_row,
    joined.batch,
    joined.page,
    joined.row
FROM joined
INNER JOIN staging.smas__pupil AS pupil USING (school_year, term, school_code, pupil_hash)
INNER JOIN config.school_term AS term ON term.school_year = joined.school_year AND term.term = joined.term
INNER JOIN config.school AS school
    ON school.school_code = joined.school_code
    AND term.end_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN config.regulation AS regulation
    ON regulation.grade = pupil.grade AND regulation.school_year = joined.school_year
LEFT JOIN config.regulation_subject AS asked
    ON asked.regulation = regulation.regulation AND asked.subject_code = joined.subject_code
    AND pupil.grade BETWEEN asked.grade_from AND asked.grade_to

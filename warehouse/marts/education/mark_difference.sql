-- Averages of which the book says something else than its own marks, by school, grade and subject: how many, and of five or
-- more both values, which are means of the differing ones, and by how much (docs/adr/0012). How many differ is a figure
-- of the book, not of pupils. In a year's book the semester's average, the year's or both differ; the year's is told then.
WITH compared AS (
    SELECT
        school_year, term, term_start_date, term_end_date, school_code, school_from, grade, subject_code, batch, page,
        CASE WHEN term = 'year' AND recorded_average <> average THEN 'year' ELSE 'semester' END AS span,
        (recorded_average * 10)::INTEGER AS recorded_of_term,
        (average * 10)::INTEGER AS of_term,
        (recorded_semester_average * 10)::INTEGER AS recorded_of_semester,
        (semester_average * 10)::INTEGER AS of_semester
    FROM marts.pupil_subject_term
    WHERE recorded_semester_average <> semester_average OR recorded_average <> average
),

stated AS (
    SELECT
        * EXCLUDE (recorded_of_term, of_term, recorded_of_semester, of_semester),
        CASE span WHEN 'year' THEN recorded_of_term ELSE recorded_of_semester END AS recorded,
        CASE span WHEN 'year' THEN of_term ELSE of_semester END AS anew
    FROM compared
)

SELECT
    school_year, term, term_start_date, term_end_date, school_code, school_from, grade, subject_code,
    subject.name_vi AS subject_name_vi,
    span,
    count(*) AS average_count,
    CASE WHEN count(*) >= 5
        THEN (((20 * sum(recorded) + count(*)) // (2 * count(*))) * 0.01)::DECIMAL(5, 2)
    END AS recorded_mean,
    CASE WHEN count(*) >= 5 THEN (((20 * sum(anew) + count(*)) // (2 * count(*))) * 0.01)::DECIMAL(5, 2) END AS recomputed_mean,
    CASE WHEN count(*) >= 5 THEN (min(recorded - anew) * 0.1)::DECIMAL(4, 1) END AS least_difference,
    CASE WHEN count(*) >= 5 THEN (max(recorded - anew) * 0.1)::DECIMAL(4, 1) END AS most_difference,
    batch,
    page
FROM stated
INNER JOIN config.school_subject AS subject USING (subject_code)
GROUP BY ALL

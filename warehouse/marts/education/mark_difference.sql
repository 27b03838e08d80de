-- Averages of which the book says something else than its own marks: both values, and how many averages of the class say so.
-- No line is of one pupil: lines that say where they stand could be joined over the subjects.
SELECT
    school_year, term, term_start_date, term_end_date, school_code, school_from, class_name, grade, subject_code,
    subject.name_vi AS subject_name_vi,
    recorded_semester_average,
    semester_average,
    CASE WHEN term = 'year' THEN recorded_average END AS recorded_year_average,
    CASE WHEN term = 'year' THEN average END AS year_average,
    count(*) AS average_count,
    batch,
    page
FROM marts.pupil_subject_term
INNER JOIN config.school_subject AS subject USING (subject_code)
WHERE recorded_semester_average <> semester_average OR recorded_average <> average
GROUP BY ALL

-- The learning level of a pupil by TT 22/2021, Article 9: of the semester, and of the year in a year's book. Nobody is judged who
-- lacks a subject that the class has, which is one that more than half of its pupils have: what a few learn beside it
-- counts for them alone. Books do not say who is exempt of a subject, so an exempt pupil has no level either. A level that one single subject alone brought down by two or more goes up by one,
-- where configuration says so (paragraph 3, read as: the other subjects meet the higher level's conditions by themselves).
WITH class AS (
    SELECT school_year, term, school_code, class_name, count(DISTINCT pupil_hash) AS pupil_count
    FROM marts.pupil_subject_term
    GROUP BY ALL
),

subject AS (
    SELECT school_year, term, school_code, class_name, subject_code
    FROM marts.pupil_subject_term
    INNER JOIN class USING (school_year, term, school_code, class_name)
    GROUP BY ALL
    HAVING 2 * count(DISTINCT pupil_hash) > max(pupil_count)
),

taught AS (
    SELECT school_year, term, school_code, class_name, list(subject_code ORDER BY subject_code) AS subjects FROM subject GROUP BY ALL
),

result AS (
    SELECT * EXCLUDE (average), 'semester' AS span, semester_average AS average FROM marts.pupil_subject_term
    UNION ALL
    SELECT * EXCLUDE (average), 'year' AS span, average FROM marts.pupil_subject_term WHERE term = 'year'
),

counted AS (
    SELECT
        school_year, term, school_code, class_name, grade, pupil_hash, span,
        max(len(subjects)) AS subject_count,
        count(*) FILTER (
            WHERE list_contains(subjects, subject_code) AND (average IS NOT NULL OR assessment IS NOT NULL)
        ) AS judged_count,
        count(average) AS averaged_count,
        count(*) FILTER (WHERE assessment = 'CD') AS failed,
        count(*) FILTER (WHERE average < 3.5) AS below_35,
        count(*) FILTER (WHERE average < 5) AS below_50,
        count(*) FILTER (WHERE average < 6.5) AS below_65,
        count(*) FILTER (WHERE average >= 5) AS from_50,
        count(*) FILTER (WHERE average >= 6.5) AS from_65,
        count(*) FILTER (WHERE average >= 8) AS from_80
    FROM result
    INNER JOIN taught USING (school_year, term, school_code, class_name)
    GROUP BY ALL
),

levelled AS (
    SELECT
        counted.*,
        regulation.has_one_subject_uplift,
        CASE
            WHEN failed = 0 AND below_65 = 0 AND from_80 >= 6 THEN 4
            WHEN failed = 0 AND below_50 = 0 AND from_65 >= 6 THEN 3
            WHEN failed <= 1 AND below_35 = 0 AND from_50 >= 6 THEN 2
            ELSE 1
        END AS level,
        CASE
            WHEN failed + below_65 = 1 AND from_80 >= 6 THEN 4
            WHEN failed + below_50 = 1 AND from_65 >= 6 THEN 3
            ELSE 0
        END AS level_but_for_one
    FROM counted
    INNER JOIN config.regulation AS regulation
        ON regulation.regulation = 'TT22' AND counted.grade BETWEEN regulation.grade_from AND regulation.grade_to
        AND counted.school_year BETWEEN regulation.school_year_from AND coalesce(regulation.school_year_to, '9999')
    WHERE judged_count = subject_count AND averaged_count > 0
)

SELECT
    school_year, term, school_code, pupil_hash, span,
    ['CHUADAT', 'DAT', 'KHA', 'TOT'][
        level + (has_one_subject_uplift AND level_but_for_one >= level + 2)::INTEGER
    ] AS learning
FROM levelled

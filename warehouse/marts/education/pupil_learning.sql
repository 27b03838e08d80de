-- The learning level of a pupil by TT 22/2021, Article 9: of the semester, and of the year in a year's book. Nobody is judged who
-- lacks a subject that the class has. A level that one single subject alone brought down by two or more goes up by one,
-- where configuration says so (paragraph 3, read as: the other subjects meet the higher level's conditions by themselves).
WITH result AS (
    SELECT school_year, term, school_code, class_name, grade, pupil_hash, assessment, 'semester' AS span,
        semester_average AS average
    FROM marts.pupil_subject_term
    UNION ALL
    SELECT school_year, term, school_code, class_name, grade, pupil_hash, assessment, 'year', average
    FROM marts.pupil_subject_term
    WHERE term = 'year'
),

taught AS (
    SELECT school_year, term, school_code, class_name, count(DISTINCT subject_code) AS subject_count
    FROM marts.pupil_subject_term
    GROUP BY ALL
),

counted AS (
    SELECT
        school_year, term, school_code, class_name, grade, pupil_hash, span,
        count(average) + count(assessment) AS judged_count,
        count(average) AS averaged_count,
        count(*) FILTER (WHERE assessment = 'CD') AS failed,
        count(*) FILTER (WHERE average < 3.5) AS below_35,
        count(*) FILTER (WHERE average < 5) AS below_50,
        count(*) FILTER (WHERE average < 6.5) AS below_65,
        count(*) FILTER (WHERE average >= 5) AS from_50,
        count(*) FILTER (WHERE average >= 6.5) AS from_65,
        count(*) FILTER (WHERE average >= 8) AS from_80
    FROM result
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
    INNER JOIN taught USING (school_year, term, school_code, class_name)
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

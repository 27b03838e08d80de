-- The learning level of a pupil by TT 22/2021, Article 9: of the semester, and of the year in a year's book. Nobody is judged
-- whose class lacks a subject of the circular, nor who lacks one that the class has; being exempt is no lack, and neither
-- failed nor averaged [unconfirmed]. A subject in two parts is not reached where one of them is not. A level that one single
-- subject alone brought down by two or more goes up by one, where configuration says so (paragraph 3, read as: the other
-- subjects meet the higher level's conditions by themselves).
WITH result AS (
    SELECT * EXCLUDE (average), 'semester' AS span, semester_average AS average
    FROM marts.pupil_subject_term
    WHERE regulation = 'TT22' AND counts_as IS NOT NULL
    UNION ALL
    SELECT * EXCLUDE (average), 'year' AS span, average
    FROM marts.pupil_subject_term
    WHERE regulation = 'TT22' AND counts_as IS NOT NULL AND term = 'year'
),

counted AS (
    SELECT
        school_year, term, school_code, class_name, grade, pupil_hash, span,
        max(len(subjects)) AS subject_count,
        count(*) FILTER (
            WHERE list_contains(subjects, subject_code) AND (average IS NOT NULL OR assessment IS NOT NULL)
        ) AS judged_count,
        count(average) AS averaged_count,
        count(DISTINCT counts_as) FILTER (WHERE assessment = 'CD') AS failed,
        count(*) FILTER (WHERE average < 3.5) AS below_35,
        count(*) FILTER (WHERE average < 5) AS below_50,
        count(*) FILTER (WHERE average < 6.5) AS below_65,
        count(*) FILTER (WHERE average >= 5) AS from_50,
        count(*) FILTER (WHERE average >= 6.5) AS from_65,
        count(*) FILTER (WHERE average >= 8) AS from_80
    FROM result
    INNER JOIN marts.class_taught USING (school_year, term, school_code, class_name, grade)
    WHERE len(missing_subjects) = 0
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
        ON regulation.regulation = 'TT22'
        AND regulation.grade = counted.grade AND regulation.school_year = counted.school_year
    WHERE judged_count = subject_count AND averaged_count > 0
)

SELECT
    school_year, term, school_code, pupil_hash, span,
    ['CHUADAT', 'DAT', 'KHA', 'TOT'][
        level + (has_one_subject_uplift AND level_but_for_one >= level + 2)::INTEGER
    ] AS learning
FROM levelled

-- The learning class of a pupil by TT 58/2011 (with TT 26/2020), for the grades and years that configuration still gives it: the
-- mean of all subject averages half up to a tenth, the best of Toán, Ngữ văn and Ngoại ngữ, and the weakest subject; one of semester
-- I alone counts for the year too. Who is judged is as by TT 22. Article 13.6 is read as in pupil_learning.sql [unconfirmed].
WITH result AS (
    SELECT * EXCLUDE (average), 'semester' AS span, semester_average AS average
    FROM marts.pupil_subject_term
    WHERE regulation = 'TT58' AND counts_as IS NOT NULL
    UNION ALL
    SELECT * EXCLUDE (average), 'year' AS span, average
    FROM marts.pupil_subject_term
    WHERE regulation = 'TT58' AND counts_as IS NOT NULL AND term = 'year'
),

earlier AS (
    SELECT school_year, 'year' AS term, school_code, pupil_hash, 'year' AS span, count(*) AS failed_earlier
    FROM marts.pupil_subject_term AS first_half
    ANTI JOIN marts.pupil_subject_term AS whole
        ON whole.term = 'year' AND whole.school_year = first_half.school_year
        AND whole.school_code = first_half.school_code AND whole.pupil_hash = first_half.pupil_hash
        AND whole.subject_code = first_half.subject_code
    WHERE regulation = 'TT58' AND counts_as IS NOT NULL AND term = 'term_1' AND assessment = 'CD'
    GROUP BY ALL
),

counted AS (
    SELECT
        school_year, term, school_code, grade, pupil_hash, span,
        max(len(subjects)) AS subject_count,
        count(*) FILTER (
            WHERE list_contains(subjects, subject_code) AND (average IS NOT NULL OR assessment IS NOT NULL)
        ) AS judged_count,
        ((2 * sum((average * 10)::INTEGER) + count(average)) // (2 * count(average)))::INTEGER AS mean,
        max((average * 10)::INTEGER) FILTER (WHERE subject_code IN ('TOAN', 'NGUVAN', 'NGOAINGU')) AS best,
        count(*) FILTER (WHERE assessment = 'CD') AS failed_now,
        count(*) FILTER (WHERE average < 2) AS below_20,
        count(*) FILTER (WHERE average < 3.5) AS below_35,
        count(*) FILTER (WHERE average < 5) AS below_50,
        count(*) FILTER (WHERE average < 6.5) AS below_65
    FROM result
    INNER JOIN marts.class_taught USING (school_year, term, school_code, class_name, grade)
    WHERE len(missing_subjects) = 0
    GROUP BY ALL
    HAVING count(average) > 0
),

whole AS (
    SELECT counted.*, regulation.has_one_subject_uplift, failed_now + coalesce(failed_earlier, 0) AS failed
    FROM counted
    LEFT JOIN earlier USING (school_year, term, school_code, pupil_hash, span)
    INNER JOIN config.regulation AS regulation
        ON regulation.regulation = 'TT58'
        AND regulation.grade = counted.grade AND regulation.school_year = counted.school_year
    WHERE judged_count = subject_count
),

levelled AS (
    SELECT
        whole.*,
        CASE
            WHEN mean >= 80 AND best >= 80 AND below_65 + failed = 0 THEN 5
            WHEN mean >= 65 AND best >= 65 AND below_50 + failed = 0 THEN 4
            WHEN mean >= 50 AND best >= 50 AND below_35 + failed = 0 THEN 3
            WHEN mean >= 35 AND below_20 = 0 THEN 2
            ELSE 1
        END AS level,
        CASE
            WHEN mean >= 80 AND best >= 80 AND below_65 + failed = 1 THEN 5
            WHEN mean >= 65 AND best >= 65 AND below_50 + failed = 1 THEN 4
            ELSE 0
        END AS level_but_for_one
    FROM whole
)

SELECT
    school_year, term, school_code, pupil_hash, span,
    -- From Giỏi: to TB becomes Khá, to Yếu becomes TB; from Khá: to Yếu becomes TB, to Kém becomes Yếu.
    ['KEM', 'YEU', 'TB', 'KHA', 'GIOI'][
        level + (has_one_subject_uplift AND level_but_for_one - level BETWEEN 2 AND 3)::INTEGER
    ] AS learning
FROM levelled

-- The learning class of a pupil by TT 58/2011 (with TT 26/2020), for the grades and years that configuration still gives it: the mean
-- of all subject averages half up to a tenth, the best of Toán, Ngữ văn and Ngoại ngữ, and the weakest subject. Where one
-- single subject alone brings it down by two or more, Article 13.6 raises it [unconfirmed].
WITH result AS (
    SELECT school_year, term, school_code, class_name, grade, pupil_hash, assessment, subject_code, 'semester' AS span,
        semester_average AS average
    FROM marts.pupil_subject_term
    UNION ALL
    SELECT school_year, term, school_code, class_name, grade, pupil_hash, assessment, subject_code, 'year', average
    FROM marts.pupil_subject_term
    WHERE term = 'year'
),

counted AS (
    SELECT
        school_year, term, school_code, pupil_hash, span, has_one_subject_uplift,
        bool_and(average IS NOT NULL OR assessment IS NOT NULL) AS is_whole,
        ((2 * sum((average * 10)::INTEGER) + count(average)) // (2 * count(average)))::INTEGER AS mean,
        max((average * 10)::INTEGER) FILTER (WHERE subject_code IN ('TOAN', 'NGUVAN', 'NGOAINGU')) AS best,
        count(*) FILTER (WHERE assessment = 'CD') AS failed,
        count(*) FILTER (WHERE average < 2) AS below_20,
        count(*) FILTER (WHERE average < 3.5) AS below_35,
        count(*) FILTER (WHERE average < 5) AS below_50,
        count(*) FILTER (WHERE average < 6.5) AS below_65
    FROM result
    INNER JOIN config.regulation AS regulation
        ON regulation.regulation = 'TT58' AND result.grade BETWEEN regulation.grade_from AND regulation.grade_to
        AND result.school_year BETWEEN regulation.school_year_from AND coalesce(regulation.school_year_to, '9999')
    GROUP BY ALL
    HAVING count(average) > 0
),

levelled AS (
    SELECT
        counted.*,
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
    FROM counted
    WHERE is_whole
)

SELECT
    school_year, term, school_code, pupil_hash, span,
    -- From Giỏi: to TB becomes Khá, to Yếu becomes TB; from Khá: to Yếu becomes TB, to Kém becomes Yếu.
    ['KEM', 'YEU', 'TB', 'KHA', 'GIOI'][
        level + (has_one_subject_uplift AND level_but_for_one - level BETWEEN 2 AND 3)::INTEGER
    ] AS learning
FROM levelled

-- Whether a primary pupil completed the grade, by TT 27/2020 from what the book says of subjects (T, H, C), tests (1 to 10)
-- and qualities (T, D, C) [unconfirmed]; told at the end of the year only. Nobody is classified of whom the book leaves
-- blank what the class has: any quality, Toán and Tiếng Việt, which all pupils have by the circular, where it tells them of
-- anyone; another subject or test where it tells it of more than half, since some learn one more. Nor who has no test.
WITH book AS (
    SELECT result.school_year, result.term, result.school_code, pupil.class_name, result.pupil_hash, marks, qualities
    FROM staging.smas__primary_result AS result
    INNER JOIN staging.smas__pupil AS pupil USING (school_year, term, school_code, pupil_hash)
    WHERE result.term = 'year'
),

listed AS (
    SELECT * EXCLUDE (marks, qualities), 'subject' AS kind, unnest(marks) AS mark, NULL AS quality FROM book
    UNION ALL BY NAME
    SELECT * EXCLUDE (marks, qualities), 'test' AS kind, unnest(marks) AS mark FROM book
    UNION ALL BY NAME
    SELECT * EXCLUDE (marks, qualities), 'quality' AS kind, unnest(qualities) AS quality FROM book
),

told AS (
    SELECT
        school_year, term, school_code, class_name, pupil_hash, kind,
        CASE kind WHEN 'quality' THEN quality.code ELSE mark.subject END AS name,
        CASE kind WHEN 'quality' THEN quality.level WHEN 'subject' THEN mark.level END AS level,
        CASE kind WHEN 'test' THEN mark.mark END AS test
    FROM listed
    WHERE level IS NOT NULL OR test IS NOT NULL
),

class AS (
    SELECT school_year, term, school_code, class_name, count(DISTINCT pupil_hash) AS pupil_count FROM told GROUP BY ALL
),

asked AS (
    SELECT school_year, term, school_code, class_name, kind, name
    FROM told
    INNER JOIN class USING (school_year, term, school_code, class_name)
    GROUP BY ALL
    HAVING kind = 'quality' OR name IN ('TOAN', 'TIENGVIET')
        OR 2 * count(DISTINCT pupil_hash) > max(pupil_count)
),

wanted AS (
    SELECT school_year, term, school_code, class_name, count(*) AS asked_count FROM asked GROUP BY ALL
),

counted AS (
    SELECT
        told.school_year, told.term, told.school_code, told.class_name, told.pupil_hash,
        count(asked.name) AS told_count,
        count(*) FILTER (WHERE level = 'C') AS not_reached,
        count(*) FILTER (WHERE level <> 'T') AS below_good,
        min(test) AS lowest_test
    FROM told
    LEFT JOIN asked USING (school_year, term, school_code, class_name, kind, name)
    GROUP BY ALL
)

SELECT
    school_year, term, school_code, pupil_hash,
    CASE
        WHEN told_count < asked_count OR lowest_test IS NULL THEN NULL
        WHEN not_reached > 0 OR lowest_test < 5 THEN 'CHUAHOANTHANH'
        WHEN below_good > 0 OR lowest_test < 7 THEN 'HOANTHANH'
        WHEN lowest_test < 9 THEN 'TOT'
        ELSE 'XUATSAC'
    END AS classification
FROM counted
INNER JOIN wanted USING (school_year, term, school_code, class_name)

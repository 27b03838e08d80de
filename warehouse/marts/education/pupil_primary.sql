-- Whether a primary pupil completed the grade, by TT 27/2020 from what the book says of subjects (T, H, C), tests (1 to 10)
-- and qualities (T, D, C) [unconfirmed]; told at the end of the year only.
WITH told AS (
    SELECT
        school_year, term, school_code, pupil_hash,
        list_transform(marks, each -> each.level) AS levels,
        list_filter(list_transform(marks, each -> each.mark), each -> each IS NOT NULL) AS tests,
        list_transform(qualities, each -> each.level) AS qualities
    FROM staging.smas__primary_result
    WHERE term = 'year' AND len(marks) > 0
),

counted AS (
    SELECT
        *,
        len(list_filter(levels, each -> each IS NULL)) + len(list_filter(qualities, each -> each IS NULL)) AS untold,
        len(list_filter(levels, each -> each = 'C')) AS not_reached,
        len(list_filter(levels, each -> each <> 'T')) AS below_good,
        len(list_filter(qualities, each -> each = 'C')) AS quality_missing,
        len(list_filter(qualities, each -> each <> 'T')) AS quality_below_good,
        coalesce(list_min(tests), 10) AS lowest_test
    FROM told
)

SELECT
    school_year, term, school_code, pupil_hash,
    CASE
        WHEN untold > 0 THEN NULL
        WHEN not_reached > 0 OR quality_missing > 0 OR lowest_test < 5 THEN 'CHUAHOANTHANH'
        WHEN below_good > 0 OR quality_below_good > 0 OR lowest_test < 7 THEN 'HOANTHANH'
        WHEN lowest_test < 9 THEN 'TOT'
        ELSE 'XUATSAC'
    END AS classification
FROM counted

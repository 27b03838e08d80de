-- What each class counts, measure by measure, in groups that must not be small: the two that a measure tells apart, and for
-- learning the four levels, which are shown for whole units.
WITH pupil AS (
    SELECT
        school_year, term, school_code, school_from, class_name, grade,
        [count(*) FILTER (WHERE learning = 'TOT'), count(*) FILTER (WHERE learning = 'KHA'),
            count(*) FILTER (WHERE learning = 'DAT'), count(*) FILTER (WHERE learning = 'CHUADAT')] AS good,
        [count(*) FILTER (WHERE conduct = 'TOT'), count(*) FILTER (WHERE conduct <> 'TOT')] AS conduct_good,
        [count(*) FILTER (WHERE is_completed), count(*) FILTER (WHERE NOT is_completed)] AS completed,
        [coalesce(sum(attended_count) FILTER (WHERE is_studying), 0),
            coalesce(sum(session_count - attended_count) FILTER (WHERE is_studying), 0)]::BIGINT[] AS attended
    FROM marts.pupil_term
    WHERE regulation IN ('TT22', 'TT27')
    GROUP BY ALL
),

measured AS (
    SELECT pupil.* EXCLUDE (good, conduct_good, completed, attended), '' AS subject_code, measure.name AS measure,
        CASE measure.name
            WHEN 'good' THEN good WHEN 'conduct_good' THEN conduct_good WHEN 'completed' THEN completed ELSE attended
        END AS groups,
        CASE measure.name WHEN 'good' THEN 2 ELSE 1 END AS counted_groups,
        NULL::BIGINT AS tenths
    FROM pupil
    CROSS JOIN (VALUES ('good'), ('conduct_good'), ('completed'), ('attended')) AS measure (name)

    UNION ALL

    SELECT school_year, term, school_code, school_from, class_name, grade, subject_code, 'below_5' AS measure,
        [count(*) FILTER (WHERE is_below_5), count(*) FILTER (WHERE NOT is_below_5)] AS groups, 1 AS counted_groups,
        sum((semester_average * 10)::INTEGER)::BIGINT AS tenths
    FROM marts.pupil_subject_term
    WHERE semester_average IS NOT NULL
    GROUP BY ALL
)

SELECT
    measured.school_year, measured.term, measured.measure, measured.subject_code,
    school.unit_code, school.unit_from, measured.school_code, measured.school_from, measured.class_name, measured.grade,
    list_sum(groups[1:counted_groups])::BIGINT AS numerator,
    list_sum(groups[counted_groups + 1:])::BIGINT AS rest,
    groups[1] AS first_group,
    groups[2] AS second_group,
    coalesce(groups[3], 0) AS third_group,
    coalesce(groups[4], 0) AS fourth_group,
    tenths
FROM measured
INNER JOIN config.school AS school
    ON school.school_code = measured.school_code AND school.valid_from = measured.school_from
WHERE list_sum(groups) > 0

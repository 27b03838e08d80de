-- The classes of a term: their size against its limit, and what may be shown of their pupils.
WITH class AS (
    SELECT
        school_year, term, term_start_date, term_end_date, term_closed_date, school_code, school_from, school_kind,
        class_name, grade, count(*) FILTER (WHERE is_studying) AS pupil_count
    FROM marts.pupil_term
    GROUP BY ALL
),

shown AS (
    SELECT
        school_year, term, school_code, class_name, grade,
        max(numerator) FILTER (WHERE measure = 'good') AS good_count,
        max(denominator) FILTER (WHERE measure = 'good') AS levelled_count,
        max(numerator) FILTER (WHERE measure = 'conduct_good') AS conduct_good_count,
        max(denominator) FILTER (WHERE measure = 'conduct_good') AS conduct_count,
        max(numerator) FILTER (WHERE measure = 'completed') AS completed_count,
        max(denominator) FILTER (WHERE measure = 'completed') AS classified_count,
        max(numerator) FILTER (WHERE measure = 'attended') AS attended_count,
        max(denominator) FILTER (WHERE measure = 'attended') AS session_count
    FROM marts.class_cell
    WHERE NOT is_hidden
    GROUP BY ALL
),

hidden AS (
    SELECT school_year, term, school_code, class_name, grade, list(measure ORDER BY measure) AS hidden_measures
    FROM marts.class_cell
    WHERE is_hidden AND subject_code = ''
    GROUP BY ALL
)

SELECT
    class.* EXCLUDE (pupil_count),
    CASE WHEN class.pupil_count NOT BETWEEN 1 AND 4 THEN class.pupil_count END AS pupil_count,
    size.pupil_limit,
    class.pupil_count > size.pupil_limit AS is_over_limit,
    shown.* EXCLUDE (school_year, term, school_code, class_name, grade),
    coalesce(hidden.hidden_measures, []) AS hidden_measures
FROM class
INNER JOIN config.class_limit AS size
    ON size.school_kind = class.school_kind AND class.term_end_date BETWEEN size.valid_from AND size.valid_to
LEFT JOIN shown USING (school_year, term, school_code, class_name, grade)
LEFT JOIN hidden USING (school_year, term, school_code, class_name, grade)

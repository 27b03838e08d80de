-- One pupil of a class list in one term, with what was worked out anew and what the book says.
WITH term AS (SELECT *, (end_date + 1)::DATE AS closed_date FROM config.school_term),

learning AS (
    SELECT
        school_year, term, school_code, pupil_hash,
        max(learning) FILTER (WHERE span = 'semester') AS semester_learning,
        max(learning) FILTER (WHERE span = CASE term WHEN 'year' THEN 'year' ELSE 'semester' END) AS learning
    FROM (FROM marts.pupil_learning UNION ALL FROM marts.pupil_learning_tt58)
    GROUP BY ALL
),

absence AS (
    SELECT school_year, term, school_code, pupil_hash, absent_permitted AS permitted, absent_unpermitted AS unpermitted
    FROM staging.smas__result
    UNION ALL
    SELECT school_year, term, school_code, pupil_hash, absent_permitted, absent_unpermitted
    FROM staging.smas__primary_result
)

SELECT
    pupil.school_year,
    pupil.term,
    term.start_date AS term_start_date,
    term.end_date AS term_end_date,
    term.closed_date AS term_closed_date,
    pupil.school_code,
    school.valid_from AS school_from,
    school.school_kind,
    pupil.class_name,
    pupil.grade,
    pupil.pupil_hash,
    pupil.enrolment IN ('studying', 'arrived') AS is_studying,
    pupil.enrolment <> 'arrived' AS was_there_at_start,
    pupil.enrolment = 'left' AS has_dropped_out,
    regulation.regulation,
    learning.learning,
    learning.semester_learning,
    result.learning AS recorded_learning,
    coalesce(conduct.conduct, result.conduct) AS conduct,
    result.conduct AS recorded_conduct,
    primary_pupil.classification,
    book.classification AS recorded_classification,
    primary_pupil.classification <> 'CHUAHOANTHANH' AS is_completed,
    book.is_completed AS recorded_is_completed,
    absence.permitted AS permitted_absence_count,
    absence.unpermitted AS unpermitted_absence_count,
    term.session_count,
    CASE WHEN absence.permitted IS NOT NULL OR absence.unpermitted IS NOT NULL
        THEN greatest(term.session_count - coalesce(absence.permitted, 0) - coalesce(absence.unpermitted, 0), 0)
    END AS attended_count,
    pupil.sheet,
    pupil.sheet_row,
    pupil.batch,
    pupil.page,
    pupil.row
FROM staging.smas__pupil AS pupil
INNER JOIN term USING (school_year, term)
LEFT JOIN learning USING (school_year, term, school_code, pupil_hash)
LEFT JOIN staging.smas__result AS result USING (school_year, term, school_code, pupil_hash)
LEFT JOIN marts.pupil_conduct AS conduct USING (school_year, term, school_code, pupil_hash)
LEFT JOIN staging.smas__primary_result AS book USING (school_year, term, school_code, pupil_hash)
LEFT JOIN marts.pupil_primary AS primary_pupil USING (school_year, term, school_code, pupil_hash)
LEFT JOIN absence USING (school_year, term, school_code, pupil_hash)
INNER JOIN config.school AS school
    ON school.school_code = pupil.school_code
    AND term.end_date BETWEEN school.valid_from AND coalesce(school.valid_to, DATE '9999-12-31')
LEFT JOIN config.regulation AS regulation
    ON regulation.grade = pupil.grade AND regulation.school_year = pupil.school_year

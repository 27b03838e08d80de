-- What each class is taught by its marks of a semester or year: the subjects that more than half of its pupils have, what a few
-- learn beside it counting for them alone; and what its regulation asks of every class and the book does not have.
WITH class AS (
    SELECT school_year, term, school_code, class_name, grade, regulation, count(DISTINCT pupil_hash) AS pupil_count
    FROM marts.pupil_subject_term
    WHERE term IN ('term_1', 'year') AND regulation IS NOT NULL
    GROUP BY ALL
),

subject AS (
    SELECT school_year, term, school_code, class_name, grade, regulation, subject_code, counts_as, part
    FROM marts.pupil_subject_term
    INNER JOIN class USING (school_year, term, school_code, class_name, grade, regulation)
    WHERE counts_as IS NOT NULL
    GROUP BY ALL
    HAVING 2 * count(*) > max(pupil_count)
),

had AS (
    SELECT school_year, term, school_code, class_name, grade, counts_as, sum(part) AS parts
    FROM subject
    GROUP BY ALL
),

asked AS (
    SELECT DISTINCT regulation, grade_from, grade_to, counts_as FROM config.regulation_subject WHERE is_required
),

missing AS (
    SELECT school_year, term, school_code, class_name, class.grade,
        list(asked.counts_as ORDER BY asked.counts_as) AS missing_subjects
    FROM class
    INNER JOIN asked
        ON asked.regulation = class.regulation AND class.grade BETWEEN asked.grade_from AND asked.grade_to
    LEFT JOIN had USING (school_year, term, school_code, class_name, grade, counts_as)
    WHERE coalesce(had.parts, 0) < 1
    GROUP BY ALL
),

listed AS (
    SELECT school_year, term, school_code, class_name, grade, list(subject_code ORDER BY subject_code) AS subjects
    FROM subject
    GROUP BY ALL
)

SELECT
    school_year, term, school_code, class_name, grade, regulation,
    coalesce(subjects, []) AS subjects,
    coalesce(missing_subjects, []) AS missing_subjects
FROM class
LEFT JOIN listed USING (school_year, term, school_code, class_name, grade)
LEFT JOIN missing USING (school_year, term, school_code, class_name, grade)

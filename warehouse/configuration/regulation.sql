-- By which circular a grade is assessed in each school year whose terms are known.
SELECT
    term.school_year,
    grade.grade::INTEGER AS grade,
    regulation.regulation,
    regulation.has_one_subject_uplift::BOOLEAN AS has_one_subject_uplift
FROM (SELECT DISTINCT school_year FROM config.school_term) AS term
INNER JOIN config_file.regulations AS regulation
    ON term.school_year BETWEEN regulation.school_year_from AND coalesce(regulation.school_year_to, '9999')
CROSS JOIN unnest(range(regulation.grade_from::INTEGER, regulation.grade_to::INTEGER + 1)) AS grade (grade)

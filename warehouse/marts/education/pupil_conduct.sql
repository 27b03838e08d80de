-- The conduct of a year by that of both semesters, TT 22/2021, Article 8 [unconfirmed].
WITH rule AS (
    SELECT *
    FROM (VALUES
        ('TOT', 'TOT', 'TOT'), ('KHA', 'TOT', 'TOT'), ('DAT', 'TOT', 'KHA'), ('CHUADAT', 'TOT', 'KHA'),
        ('TOT', 'KHA', 'KHA'), ('KHA', 'KHA', 'KHA'), ('DAT', 'KHA', 'KHA'), ('CHUADAT', 'KHA', 'DAT'),
        ('TOT', 'DAT', 'KHA'), ('KHA', 'DAT', 'DAT'), ('DAT', 'DAT', 'DAT'), ('CHUADAT', 'DAT', 'DAT'),
        ('TOT', 'CHUADAT', 'CHUADAT'), ('KHA', 'CHUADAT', 'CHUADAT'), ('DAT', 'CHUADAT', 'CHUADAT'),
        ('CHUADAT', 'CHUADAT', 'CHUADAT')
    ) AS t (first_semester, second_semester, conduct)
)

SELECT
    result.school_year,
    result.term,
    result.school_code,
    result.pupil_hash,
    rule.conduct
FROM staging.smas__result AS result
INNER JOIN staging.smas__pupil AS pupil USING (school_year, term, school_code, pupil_hash)
INNER JOIN config.regulation AS regulation
    ON regulation.regulation = 'TT22'
    AND regulation.grade = pupil.grade AND regulation.school_year = result.school_year
INNER JOIN rule
    ON rule.first_semester = result.conduct_term_1 AND rule.second_semester = result.conduct_term_2
WHERE result.term = 'year'

-- The schools' books as their staging gives them, for a year and the half term after it: 24 pupils a class, two classes
-- a grade. 55 books came in time, one late, four not at all; one school's books state averages that its marks do not give;
-- at four schools many fail mathematics of grade 8.
CREATE SCHEMA staging;
CREATE TEMP TABLE pupil AS
WITH school AS (
    SELECT school_code, school_kind, row_number() OVER (ORDER BY school_kind, school_code) AS place,
        CASE school_kind WHEN 'primary' THEN [1, 2, 3, 4, 5] ELSE [6, 7, 8, 9] END AS grades
    FROM config.school WHERE valid_to IS NULL
)
SELECT school_code, school_kind, term.school_year, term.term, grade, grade || ['A', 'B'][1 + number % 2] AS class_name, number,
    md5(school_code || ' ' || grade || ' ' || number) AS pupil_hash, (hash(school_code, grade, number) % 1000000)::BIGINT AS h,
    row_number() OVER (ORDER BY school_code, term.end_date, grade, number)::INTEGER AS row, place
FROM school, unnest(grades) AS g (grade), range(CASE WHEN place % 9 = 0 THEN 24 ELSE 48 END) AS n (number), config.school_term AS term
WHERE (term.school_year, term.term) IN (('2025-2026', 'term_1'), ('2025-2026', 'year'), ('2026-2027', 'mid_term_1'))
    AND (term.school_year < '2026' OR place NOT IN (1, 2, 3, 4));

CREATE TABLE staging.smas__workbook_version AS
SELECT DISTINCT school_code, school_year, term, received_at, received_at::DATE AS received_date
FROM pupil INNER JOIN config.school_term USING (school_year, term),
    LATERAL (SELECT deadline_date + CASE WHEN place = 5 AND term = 'mid_term_1' THEN INTERVAL 58 HOUR ELSE INTERVAL '-38' HOUR END
        AS received_at)
UNION ALL
-- The half terms of the year before came as well; nobody looks into them.
SELECT DISTINCT school_code, half.school_year, half.term, half.deadline_date - INTERVAL 38 HOUR, half.deadline_date - 2
FROM pupil, config.school_term AS half WHERE half.school_year = '2025-2026' AND half.term LIKE 'mid_term%';
CREATE TABLE staging.smas__workbook AS
SELECT school_code, school_year, term, getvariable('batch') AS batch, 1 AS page FROM staging.smas__workbook_version;
CREATE TABLE staging.smas__pupil AS
SELECT school_code, school_year, term, pupil_hash, class_name, grade,
    CASE WHEN h % 300 = 0 THEN 'left' WHEN h % 200 = 1 THEN 'arrived' ELSE 'studying' END AS enrolment,
    1 AS sheet, row AS sheet_row, getvariable('batch') AS batch, 1 AS page, row
FROM pupil;

CREATE TABLE staging.smas__mark AS
WITH subject AS (
    SELECT subject_code, is_by_comment, row_number() OVER (ORDER BY subject_code) AS place
    FROM config.school_subject
    WHERE subject_code IN (SELECT counts_as FROM config.regulation_subject WHERE regulation = 'TT22')
),
marked AS (
    SELECT pupil.*, subject.subject_code, is_by_comment, subject.place AS subject_place,
        (45 + hash(pupil_hash) % 40 + hash(pupil_hash, subject_code) % 22
            - CASE WHEN school_code IN ('51524503', '51524507', '51524511', '51524515') AND subject_code = 'TOAN' AND grade = 8
                AND term = 'year' THEN 12 ELSE 0 END)::INTEGER AS tenths
    FROM pupil CROSS JOIN subject
    WHERE school_kind = 'lower_secondary' AND term <> 'mid_term_1'
)
SELECT school_code, school_year, term, pupil_hash, class_name, grade, subject_code,
    CASE WHEN NOT is_by_comment THEN list_transform(range(3), each -> {'mark': (tenths * 0.1)::DECIMAL(4, 1)}) END AS regular,
    CASE WHEN NOT is_by_comment THEN (tenths * 0.1)::DECIMAL(4, 1) END AS midterm,
    CASE WHEN NOT is_by_comment THEN (tenths * 0.1)::DECIMAL(4, 1) END AS final,
    CASE WHEN is_by_comment THEN CASE WHEN h % 150 = 0 THEN 'CD' ELSE 'D' END END AS assessment,
    CASE WHEN NOT is_by_comment THEN ((tenths + CASE WHEN school_code = '51524512' AND grade = 9 AND class_name = '9A'
        AND number < CASE subject_code WHEN 'TOAN' THEN 14 WHEN 'NGUVAN' THEN 12 WHEN 'LSDL' THEN 6 ELSE 0 END
        THEN 2 ELSE 0 END) * 0.1)::DECIMAL(4, 1) END AS average,
    NULL::DECIMAL(4, 1) AS average_term_1, NULL::DECIMAL(4, 1) AS average_year,
    1 AS sheet, row AS sheet_row, getvariable('batch') AS batch, 1 AS page, (row * 12 + subject_place)::INTEGER AS row
FROM marked;

CREATE TABLE staging.smas__result AS
SELECT school_code, school_year, term, pupil_hash, class_name, grade,
    CASE WHEN school_code = '51524512' AND term = 'year' AND class_name = '9A' AND number < 6 THEN 'TOT' END AS learning,
    CASE WHEN term <> 'mid_term_1' THEN ['TOT', 'TOT', 'TOT', 'KHA', 'DAT'][1 + h % 5] END AS conduct,
    CASE WHEN term = 'year' THEN 'TOT' END AS conduct_term_1,
    CASE WHEN term = 'year' THEN ['TOT', 'TOT', 'TOT', 'KHA', 'KHA'][1 + h % 5] END AS conduct_term_2,
    (h % 4)::INTEGER AS absent_permitted, (h % 11 = 0)::INTEGER AS absent_unpermitted
FROM pupil WHERE school_kind = 'lower_secondary';
CREATE TABLE staging.smas__primary_result AS
SELECT school_code, school_year, term, pupil_hash, class_name, grade,
    [{'subject': 'TOAN', 'level': CASE WHEN h % 90 = 0 THEN 'C' ELSE 'T' END, 'mark': 8::DECIMAL(4, 1)},
        {'subject': 'TIENGVIET', 'level': 'H', 'mark': 7::DECIMAL(4, 1)}] AS marks,
    [{'code': 'TUCHU', 'level': 'T'}] AS qualities, NULL AS classification, NULL::BOOLEAN AS is_completed,
    (h % 3)::INTEGER AS absent_permitted, 0 AS absent_unpermitted
FROM pupil WHERE school_kind = 'primary';

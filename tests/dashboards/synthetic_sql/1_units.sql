CREATE SCHEMA marts;
CREATE SCHEMA quality;
CREATE TEMP TABLE raw_unit AS FROM read_csv(getvariable('config') || '/units.csv', all_varchar = true);
CREATE TEMP TABLE raw_agency AS FROM read_csv(getvariable('config') || '/agencies.csv', all_varchar = true);
CREATE TEMP TABLE raw_facility AS FROM read_csv(getvariable('config') || '/facilities.csv', all_varchar = true);
CREATE TEMP TABLE day_off AS FROM read_csv(getvariable('config') || '/calendar.csv');

CREATE TABLE marts.unit AS
SELECT code AS unit_code, valid_from::DATE AS valid_from, valid_to::DATE AS valid_to, level AS unit_kind, name_vi,
    short_name_vi, parent_code,
    CASE WHEN parent_code = 'BS5' THEN DATE '2025-07-01' WHEN parent_code = '524' THEN DATE '2020-02-01' END AS parent_from,
    CASE WHEN code = '524' THEN 'BS5' ELSE successor_code END AS successor_code,
    CASE WHEN valid_to IS NOT NULL THEN DATE '2025-07-01' END AS successor_from,
    latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude, is_coastal::BOOLEAN AS is_coastal
FROM raw_unit
UNION ALL
SELECT code, valid_from::DATE, valid_to::DATE, 'agency', name_vi, name_vi, unit_code, valid_from::DATE, NULL, NULL,
    NULL, NULL, NULL
FROM raw_agency
UNION ALL
SELECT school.code, school.valid_from::DATE, school.valid_to::DATE, 'school', school.name_vi, school.name_vi, school.unit_code,
    CASE WHEN school.valid_to IS NULL THEN DATE '2025-07-01' ELSE DATE '2020-02-01' END,
    CASE WHEN school.valid_to IS NOT NULL THEN school.code END,
    CASE WHEN school.valid_to IS NOT NULL THEN DATE '2025-07-01' END, NULL, NULL, NULL
FROM read_csv(getvariable('config') || '/schools.csv', all_varchar = true) AS school
UNION ALL
SELECT facility.code, facility.valid_from::DATE, facility.valid_to::DATE, 'facility', facility.name_vi, facility.name_vi,
    facility.unit_code, home.valid_from::DATE, next_one.code, next_one.valid_from::DATE, NULL, NULL, NULL
FROM raw_facility AS facility
JOIN raw_unit AS home
    ON home.code = facility.unit_code AND facility.valid_from BETWEEN home.valid_from AND coalesce(home.valid_to, '9999-12-31')
LEFT JOIN raw_facility AS next_one
    ON next_one.code = facility.code AND next_one.valid_from::DATE = facility.valid_to::DATE + 1;

CREATE TABLE marts.calendar_day AS
SELECT day::DATE AS calendar_date, (isodow(day) < 6 OR coalesce(kind = 'working', false))
        AND NOT coalesce(kind = 'holiday', false) AS is_working,
    count(*) FILTER (WHERE isodow(day) < 6 AND NOT coalesce(kind = 'holiday', false)) OVER (ORDER BY day)
        AS working_day_number,
    coalesce(name_vi, '') AS name_vi
FROM range(DATE '2024-01-01', DATE '2028-01-01', INTERVAL 1 DAY) d(day)
LEFT JOIN day_off ON day_off.date = day::DATE;

CREATE SCHEMA config;
CREATE TABLE config.today AS SELECT DATE '2026-11-23' AS today_date;
CREATE TABLE config.school_term AS
SELECT school_year, term, name_vi, start_date::DATE AS start_date, end_date::DATE AS end_date,
    deadline::DATE AS deadline_date, session_count::INTEGER AS session_count
FROM read_csv(getvariable('config') || '/school_terms.csv', all_varchar = true);
CREATE TABLE config.source AS SELECT 'one_stop' AS source, getvariable('first_day')::DATE AS first_day;

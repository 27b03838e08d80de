-- scope: none (subjects are of no unit)
SELECT DISTINCT subject_code, subject_name_vi FROM marts.class_subject_term ORDER BY subject_code

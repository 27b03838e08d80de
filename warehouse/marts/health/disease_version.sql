-- Every good version of a visit that has a watched disease, whether its diagnosis stands first or among the others, and
-- the pull that brought it.
SELECT
    told.visit,
    told.person,
    told.facility_code,
    told.commune_code,
    told.admitted_date,
    told.is_loaded,
    disease.disease_code,
    max(disease.same_illness_days) AS same_illness_days,
    pull.landed_at
FROM staging.health_record__visit_version AS told
INNER JOIN config.disease AS disease
    ON told.admitted_date BETWEEN disease.valid_from AND coalesce(disease.valid_to, DATE '9999-12-31')
    AND len(list_filter(
        list_prepend(told.main_diagnosis, [other.code FOR other IN coalesce(told.other_diagnoses, [])]),
        lambda code: starts_with(replace(code, '.', ''), disease.diagnosis_start)
    )) > 0
INNER JOIN marts.health_pull AS pull ON told.landed_at BETWEEN pull.began_at AND pull.landed_at
WHERE told.person IS NOT NULL
GROUP BY ALL

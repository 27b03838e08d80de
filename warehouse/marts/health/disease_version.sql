-- Every good version of a visit that has a watched disease, whether its diagnosis stands first or among the others, with
-- the pull that brought it and the place where the person counts by it (none of whoever lives elsewhere).
SELECT
    told.visit,
    told.person,
    coalesce(home.facility_code, commune.unit_code) AS place_code,
    coalesce(home.facility_from, commune.unit_from) AS place_from,
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
LEFT JOIN marts.told_commune AS commune
    ON commune.told_code = told.commune_code
    AND told.admitted_date BETWEEN commune.known_from AND commune.known_until
LEFT JOIN marts.home_facility AS home
    ON home.told_facility_code = told.facility_code AND home.told_commune_code = told.commune_code
    AND told.admitted_date BETWEEN home.known_from AND home.known_until
WHERE told.person IS NOT NULL
GROUP BY ALL

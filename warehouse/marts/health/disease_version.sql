-- Every good version of a visit that has a watched disease, whether its diagnosis stands first or among the others, with
-- the pull that brought it and the place where the person counts by it (none of whoever lives elsewhere).
SELECT
    told.visit,
    told.person,
    CASE
        WHEN commune.unit_code = facility.unit_code AND commune.unit_from = facility.unit_from
            THEN facility.facility_code
        ELSE commune.unit_code
    END AS place_code,
    CASE
        WHEN commune.unit_code = facility.unit_code AND commune.unit_from = facility.unit_from
            THEN facility.facility_from
        ELSE commune.unit_from
    END AS place_from,
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
LEFT JOIN config.facility_code AS code
    ON code.told_code = told.facility_code AND told.admitted_date BETWEEN code.known_from AND code.known_until
LEFT JOIN marts.facility AS facility
    ON facility.facility_code = code.facility_code AND facility.facility_from = code.valid_from
LEFT JOIN marts.told_commune AS commune
    ON commune.told_code = told.commune_code
    AND told.admitted_date BETWEEN commune.known_from AND commune.known_until
WHERE told.person IS NOT NULL
GROUP BY ALL

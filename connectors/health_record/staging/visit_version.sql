-- Every good version of a visit: since when somebody is known to have been seen with a disease say all of them.
SELECT
    visit,
    person,
    facility_code,
    commune_code,
    admitted_at::DATE AS admitted_date,
    main_diagnosis,
    from_json(other_diagnoses, '[{"code": "VARCHAR"}]') AS other_diagnoses,
    _exit = 'loaded' AS is_loaded,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__visit_version

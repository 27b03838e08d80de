-- Every good version of a visit: since when a diagnosis is known says the first version that has it.
SELECT
    visit,
    admitted_at::DATE AS admitted_date,
    main_diagnosis,
    from_json(other_diagnoses, '[{"code": "VARCHAR"}]') AS other_diagnoses,
    _exit = 'loaded' AS is_loaded,
    landed_at,
    _batch AS batch,
    _page AS page,
    _row AS row
FROM accepted.health_record__visit_version

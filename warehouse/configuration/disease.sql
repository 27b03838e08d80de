SELECT
    disease_code,
    name_vi,
    replace(icd10, '.', '') AS diagnosis_start,
    same_illness_days::INTEGER AS same_illness_days,
    valid_from::DATE AS valid_from
FROM config_file.diseases

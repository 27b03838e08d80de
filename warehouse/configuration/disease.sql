-- Diseases that are watched: one row a code that begins a diagnosis, without its dot, since files write B08.4 and B084.
SELECT
    disease_code,
    name_vi,
    icd10_prefix,
    replace(icd10_prefix, '.', '') AS diagnosis_start,
    same_illness_days::INTEGER AS same_illness_days,
    valid_from::DATE AS valid_from,
    valid_to::DATE AS valid_to,
    source
FROM config_file.diseases

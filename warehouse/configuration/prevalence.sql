-- How many of those from an age on are estimated to be ill, and which part of all people has reached that age.
SELECT
    disease_code,
    name_vi,
    string_split(icd10_prefixes, ' ') AS diagnosis_starts,
    share::DECIMAL(9, 6) AS prevalence_share,
    age_from::INTEGER AS age_from,
    age_share::DECIMAL(9, 6) AS age_share,
    valid_from::DATE AS valid_from,
    valid_to::DATE AS valid_to,
    source,
    certainty
FROM config_file.prevalence

-- One row a dose of the schedule. `dose_group` is what doses are counted together by: any vaccine against measles is one.
SELECT
    vaccine_code,
    name_vi,
    antigen,
    due_month::INTEGER AS due_month,
    is_full_under_1::BOOLEAN AS is_full_under_1,
    is_measles::BOOLEAN AS is_measles,
    CASE WHEN is_measles::BOOLEAN THEN antigen ELSE vaccine_code END AS dose_group,
    basis
FROM config_file.vaccines

SELECT
    code AS procedure_code,
    name_vi AS procedure_name_vi,
    field_code,
    field_name_vi,
    processing_time,
    processing_time_unit
FROM accepted.one_stop__procedure

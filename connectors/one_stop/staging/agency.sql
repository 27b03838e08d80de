SELECT
    code AS agency_code,
    name_vi AS agency_name_vi,
    parent_code,
    level,
    valid_from,
    valid_to
FROM accepted.one_stop__agency

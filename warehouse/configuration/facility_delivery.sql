SELECT
    facility_kind,
    stream_kind,
    name_vi,
    every,
    valid_from::DATE AS valid_from,
    coalesce(valid_to::DATE, DATE '9999-12-31') AS valid_to,
    deadline_days::INTEGER AS deadline_days
FROM config_file.facility_deliveries

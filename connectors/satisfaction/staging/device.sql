SELECT
    device_code,
    device_name,
    scale,
    agency_code,
    counter_code,
    installed_date,
    removed_date
FROM accepted.satisfaction__device

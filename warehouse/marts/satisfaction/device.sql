-- Where a device stood, and on which scale, by date: a code may pass to another device, or a device to another counter,
-- which the list says by a new day of installation. What was pressed before the first is told of the first.
SELECT
    device_code,
    device_name,
    scale,
    agency_code,
    counter_code,
    CASE WHEN lag(installed_date) OVER by_code IS NULL THEN DATE '0001-01-01' ELSE installed_date END AS valid_from,
    (coalesce(lead(installed_date) OVER by_code, DATE '9999-12-31') - 1)::DATE AS valid_to,
    installed_date,
    removed_date
FROM staging.satisfaction__device
WINDOW by_code AS (PARTITION BY device_code ORDER BY installed_date)

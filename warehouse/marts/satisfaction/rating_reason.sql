-- Why people were not satisfied: one row a reason that was ticked with a press.
SELECT DISTINCT
    rating.rating_id,
    ticked.reason_code,
    coalesce(reason.reason_name_vi, ticked.reason_code) AS reason_name_vi
FROM marts.rating AS rating
CROSS JOIN unnest(rating.reason_codes) AS ticked (reason_code)
LEFT JOIN staging.satisfaction__reason AS reason ON reason.reason_code = ticked.reason_code
WHERE ticked.reason_code IS NOT NULL

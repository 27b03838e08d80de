-- Why people were not satisfied: how many presses name each reason, and how many name none.
SELECT coalesce(reason.reason_code, '') AS reason_code, reason.reason_name_vi, count(*) AS ratings
FROM counted
LEFT JOIN marts.rating_reason AS reason ON reason.rating_id = counted.rating_id
WHERE counted.is_numerator
GROUP BY reason.reason_code, reason.reason_name_vi
ORDER BY reason.reason_code IS NULL, ratings DESC, reason.reason_code

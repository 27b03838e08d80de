-- When the rows behind a number came, and in how many deliveries; the newest day first.
SELECT landed_at::DATE AS landed_date, count(DISTINCT batch) AS batches, count(*) AS rows
FROM counted
WHERE CASE $part WHEN 'numerator' THEN is_numerator WHEN 'rest' THEN is_denominator AND NOT is_numerator
    ELSE is_denominator END
GROUP BY ALL
ORDER BY landed_date DESC

-- How many dossiers came in, and on which days the first and the last of them.
SELECT count(*) FILTER (WHERE is_numerator) AS received, min(received_date) AS first_date,
    max(received_date) AS last_date
FROM counted

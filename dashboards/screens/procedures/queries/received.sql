-- How many dossiers came in, and since which day any were known.
SELECT count(*) FILTER (WHERE is_numerator) AS received, min(received_date) AS first_date
FROM counted

-- What is past due, by how many working days.
SELECT count(*) FILTER (WHERE overdue_working_days <= 5) AS up_to_5,
    count(*) FILTER (WHERE overdue_working_days BETWEEN 6 AND 10) AS from_6_to_10,
    count(*) FILTER (WHERE overdue_working_days > 10) AS over_10,
    count(*) AS dossiers
FROM counted
WHERE is_numerator

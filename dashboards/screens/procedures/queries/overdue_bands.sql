-- Overdue dossiers on the last day that counts, by how many working days they are late.
SELECT
    CASE WHEN days <= 5 THEN '1-5' WHEN days <= 10 THEN '6-10' ELSE '11-' END AS late,
    count(*) AS dossiers
FROM (
    SELECT upto.working_day_number - due.working_day_number AS days
    FROM counted
    JOIN marts.calendar_day AS due ON due.calendar_date = counted.due_date
    JOIN marts.calendar_day AS upto ON upto.calendar_date = counted.last_day
    WHERE counted.is_numerator
)
GROUP BY ALL

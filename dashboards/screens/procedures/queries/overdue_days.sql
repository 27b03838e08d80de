-- Overdue dossiers on the last day that counts, by how many working days each is late.
SELECT upto.working_day_number - due.working_day_number AS days, count(*) AS dossiers
FROM counted
JOIN marts.calendar_day AS due ON due.calendar_date = counted.due_date
JOIN marts.calendar_day AS upto ON upto.calendar_date = counted.last_day
WHERE counted.is_numerator
GROUP BY ALL

-- What was refused, returned or withdrawn, by week, and how much of it on the very day it was due.
SELECT date_trunc('week', coalesce(resolved_date, applied_date))::DATE AS week_start,
    count(*) AS dossiers,
    count(*) FILTER (WHERE resolved_date = due_date) AS on_due_day
FROM counted
WHERE is_numerator
GROUP BY ALL
ORDER BY week_start

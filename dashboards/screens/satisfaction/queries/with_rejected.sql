-- What the share would be if rejected presses counted too.
SELECT count(*) FILTER (WHERE is_satisfied) AS satisfied, count(*) AS presses
FROM counted

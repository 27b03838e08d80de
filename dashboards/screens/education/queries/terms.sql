-- scope: none (the terms of the school years are of no unit)
SELECT DISTINCT school_year, term, period_name_vi AS name_vi, period_start, period_end, deadline_date
FROM marts.delivery
WHERE source = 'smas'
ORDER BY period_end DESC

-- Each visit with a watched disease, and since when it has been known as it is: of that person, place, week and disease.
SELECT
    now.disease_code,
    now.visit,
    now.same_illness_days,
    min(told.landed_at) AS landed_at
FROM marts.disease_version AS now
INNER JOIN marts.disease_version AS told
    ON told.disease_code = now.disease_code
    AND told.visit = now.visit
    AND told.person = now.person
    AND told.place_code IS NOT DISTINCT FROM now.place_code
    AND told.place_from IS NOT DISTINCT FROM now.place_from
    AND date_trunc('week', told.admitted_date) = date_trunc('week', now.admitted_date)
WHERE now.is_loaded
GROUP BY now.disease_code, now.visit, now.same_illness_days

-- On which days somebody was once told to have been seen with a watched disease and is no more, and since which pull.
SELECT
    told.disease_code,
    told.person,
    told.admitted_date,
    max(pull.landed_at) AS landed_at
FROM marts.disease_version AS told
INNER JOIN staging.health_record__visit_version AS newest ON newest.visit = told.visit AND newest.is_loaded
INNER JOIN marts.health_pull AS pull ON newest.landed_at BETWEEN pull.began_at AND pull.landed_at
WHERE NOT EXISTS (
    FROM marts.disease_version AS now
    WHERE now.is_loaded
        AND now.disease_code = told.disease_code
        AND now.visit = told.visit
        AND now.person = told.person
        AND now.admitted_date = told.admitted_date
)
GROUP BY told.disease_code, told.person, told.admitted_date

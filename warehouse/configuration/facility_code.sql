-- A facility by either of its codes, of 5 and of 13 digits, on any day. A code that ended leads to its last facility for
-- as long as it goes on to be told. Before its first day it leads to its first one as far back as there was the unit of
-- that: a new station tells of whoever was admitted before it began.
SELECT
    code.told AS told_code,
    facility.facility_code,
    facility.valid_from,
    CASE
        WHEN lag(facility.valid_from) OVER by_day IS NULL THEN coalesce(facility.unit_from, facility.valid_from)
        ELSE facility.valid_from
    END AS known_from,
    coalesce(lead(facility.valid_from) OVER by_day - 1, DATE '9999-12-31') AS known_until
FROM config.facility AS facility
CROSS JOIN LATERAL (VALUES (facility.facility_code), (facility.facility_code_13)) AS code (told)
WINDOW by_day AS (PARTITION BY code.told ORDER BY facility.valid_from)

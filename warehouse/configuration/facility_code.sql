-- A facility by either of its codes, of 5 and of 13 digits, on any day. A code that ended leads to its last facility for
-- as long as it goes on to be told.
SELECT
    code.told AS told_code,
    facility.facility_code,
    facility.valid_from,
    coalesce(
        lead(facility.valid_from) OVER (PARTITION BY code.told ORDER BY facility.valid_from) - 1, DATE '9999-12-31'
    ) AS known_until
FROM config.facility AS facility
CROSS JOIN LATERAL (VALUES (facility.facility_code), (facility.facility_code_13)) AS code (told)

-- The facility at which somebody counts who is told with a facility and a commune, on the days on which that facility is
-- one of that commune. On all other days, and of all other pairs, they count in the commune.
SELECT
    code.told_code AS told_facility_code,
    commune.told_code AS told_commune_code,
    facility.facility_code,
    facility.facility_from,
    greatest(code.known_from, commune.known_from) AS known_from,
    least(code.known_until, commune.known_until) AS known_until
FROM config.facility_code AS code
INNER JOIN marts.facility AS facility
    ON facility.facility_code = code.facility_code AND facility.facility_from = code.valid_from
INNER JOIN marts.told_commune AS commune
    ON commune.unit_code = facility.unit_code AND commune.unit_from = facility.unit_from
    AND commune.known_from <= code.known_until AND code.known_from <= commune.known_until

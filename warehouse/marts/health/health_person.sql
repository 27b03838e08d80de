-- Whoever has a health record, from one version of it to the next, with the unit that they count in: the facility that
-- keeps the record if it is one of the commune they live in, else that commune. Until an area takes in their commune,
-- they are none of its people. Facility and commune are those of the day. Of several versions of a day the last one
-- tells where somebody is.
WITH version AS (
    SELECT *, max(coalesce(record_updated_date, sent_date)) OVER (PARTITION BY person, sent_date) AS entry_date
    FROM staging.health_record__person_version
    QUALIFY row_number() OVER (
        PARTITION BY person, sent_date ORDER BY sent_at DESC, landed_at DESC, batch DESC, page DESC, row DESC
    ) = 1
),

told AS (
    SELECT
        person,
        facility_code,
        commune_code,
        sent_date,
        lead(sent_date) OVER by_time AS next_date,
        (max(entry_date) OVER by_time + INTERVAL 12 MONTH)::DATE AS entry_until_date
    FROM version
    WINDOW by_time AS (PARTITION BY person ORDER BY sent_date)
)

SELECT
    told.person,
    known.birth_month,
    coalesce(home.facility_code, commune.unit_code, facility.facility_code) AS place_code,
    coalesce(home.facility_from, commune.unit_from, facility.facility_from) AS place_from,
    told.sent_date AS from_date,
    coalesce(told.next_date, DATE '9999-12-31') AS until_date,
    told.entry_until_date
FROM told
INNER JOIN staging.health_record__person AS known USING (person)
LEFT JOIN config.facility_code AS code
    ON code.told_code = told.facility_code AND told.sent_date BETWEEN code.known_from AND code.known_until
LEFT JOIN marts.facility AS facility
    ON facility.facility_code = code.facility_code AND facility.facility_from = code.valid_from
LEFT JOIN marts.told_commune AS commune
    ON commune.told_code = told.commune_code
    AND told.sent_date BETWEEN commune.known_from AND commune.known_until
LEFT JOIN marts.home_facility AS home
    ON home.told_facility_code = told.facility_code AND home.told_commune_code = told.commune_code
    AND told.sent_date BETWEEN home.known_from AND home.known_until
-- Who lives nowhere that is known is nobody's.
WHERE commune.unit_code IS NOT NULL OR (told.commune_code IS NULL AND facility.kind <> 'centre')

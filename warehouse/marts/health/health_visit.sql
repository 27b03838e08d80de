-- Each visit once, with the facility it was at by either of its codes, and with where the person counts among those
-- seen: at the facility if it is one of the commune they live in, else in that commune; who lives elsewhere counts in
-- the area alone. Facility and commune are those of the day.
SELECT
    visit.visit,
    visit.person,
    facility.facility_code,
    facility.facility_from,
    facility.kind AS facility_kind,
    facility.unit_code,
    facility.unit_from,
    facility.current_unit_code,
    coalesce(home.facility_code, commune.unit_code, area.unit_code) AS place_code,
    coalesce(home.facility_from, commune.unit_from, area.valid_from) AS place_from,
    visit.visit_kind,
    visit.admitted_at,
    visit.admitted_date,
    list_distinct([
        replace(told, '.', '')
        FOR told IN list_prepend(visit.main_diagnosis, [other.code FOR other IN coalesce(visit.other_diagnoses, [])])
        IF told IS NOT NULL
    ]) AS diagnoses,
    coalesce(visit.is_insured, false) AS is_insured,
    visit.link_state,
    visit.landed_at,
    visit.batch,
    visit.page,
    visit.row
FROM staging.health_record__visit AS visit
INNER JOIN config.facility_code AS code
    ON code.told_code = visit.facility_code AND visit.admitted_date BETWEEN code.known_from AND code.known_until
INNER JOIN marts.facility AS facility
    ON facility.facility_code = code.facility_code AND facility.facility_from = code.valid_from
LEFT JOIN marts.told_commune AS commune
    ON commune.told_code = visit.commune_code
    AND visit.admitted_date BETWEEN commune.known_from AND commune.known_until
LEFT JOIN marts.home_facility AS home
    ON home.told_facility_code = visit.facility_code AND home.told_commune_code = visit.commune_code
    AND visit.admitted_date BETWEEN home.known_from AND home.known_until
LEFT JOIN LATERAL (
    SELECT area.unit_code, area.valid_from
    FROM marts.unit AS area
    WHERE area.unit_kind = 'area'
        AND visit.admitted_date BETWEEN area.valid_from AND coalesce(area.valid_to, DATE '9999-12-31')
) AS area ON true

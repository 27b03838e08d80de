-- Visits of a facility, day and kind: counts of work. A day of which nothing came has no row, and is no zero.
SELECT
    facility_code,
    facility_from,
    unit_code,
    unit_from,
    current_unit_code,
    admitted_date AS date,
    coalesce(visit_kind, '') AS visit_kind,
    facility_kind <> 'centre' AS is_station,
    count(*) AS visit_count,
    count(*) FILTER (WHERE is_insured) AS insured_count,
    count(*) FILTER (WHERE link_state = 1) AS linked_count,
    count(*) FILTER (WHERE link_state = 2) AS failed_count
FROM marts.health_visit
GROUP BY ALL

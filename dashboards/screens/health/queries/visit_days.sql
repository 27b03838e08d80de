-- Visits of the facilities of a unit by day: counts of work, no person. A day for which nothing came has no row.
SELECT visit.facility_code, facility.name_vi AS facility_name_vi, facility.kind, facility.parent_code,
    home.short_name_vi AS commune_name_vi, visit.date,
    sum(visit.visit_count)::BIGINT AS visits, sum(visit.insured_count)::BIGINT AS insured,
    sum(visit.linked_count)::BIGINT AS linked, sum(visit.failed_count)::BIGINT AS failed
FROM marts.visit_day AS visit
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = visit.facility_code AND lineage.unit_from = visit.facility_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.facility AS facility
    ON facility.facility_code = visit.facility_code AND facility.facility_from = visit.facility_from
LEFT JOIN marts.unit AS home ON home.unit_code = facility.unit_code AND home.valid_from = facility.unit_from
WHERE visit.date BETWEEN $from_date AND $until_date AND (visit.is_station OR NOT $stations_only)
    AND list_contains($scope, visit.facility_code)
GROUP BY ALL
ORDER BY visit.facility_code, visit.date

-- The files of a unit's facilities for some days, the newest first: what came, and what did not.
SELECT delivery.unit_code, facility.name_vi AS unit_name_vi, delivery.period_start AS day, delivery.received_at, delivery.state,
    delivery.stream_kind AS stream, delivery.batch, delivery.page
FROM marts.delivery AS delivery
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = delivery.unit_code AND lineage.unit_from = delivery.unit_from
    AND lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
JOIN marts.facility AS facility
    ON facility.facility_code = delivery.unit_code AND facility.facility_from = delivery.unit_from
WHERE delivery.source = 'health_record' AND delivery.period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, delivery.unit_code)
ORDER BY delivery.period_start DESC, delivery.unit_code, delivery.stream_kind

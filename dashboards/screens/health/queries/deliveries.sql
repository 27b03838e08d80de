-- The files of a unit's facilities for some days, the newest first: what came, and what did not. A sub-station's files are
-- those of its station.
WITH sender AS (
    SELECT unit_code, unit_from
    FROM marts.unit_lineage
    WHERE basis = $basis AND in_code = $unit AND in_from = $unit_from

    UNION

    SELECT station.facility_code, station.facility_from
    FROM marts.facility AS own
    JOIN marts.facility AS station
        ON station.facility_code = own.parent_code
        AND own.facility_from BETWEEN station.facility_from AND coalesce(station.facility_to, DATE '9999-12-31')
    WHERE own.kind = 'sub_station' AND own.facility_code = $unit AND own.facility_from = $unit_from
)

SELECT delivery.unit_code, facility.name_vi AS unit_name_vi, facility.kind, delivery.period_start AS day, delivery.received_at,
    delivery.state, delivery.stream_kind AS stream, delivery.batch, delivery.page
FROM marts.delivery AS delivery
JOIN sender ON sender.unit_code = delivery.unit_code AND sender.unit_from = delivery.unit_from
JOIN marts.facility AS facility
    ON facility.facility_code = delivery.unit_code AND facility.facility_from = delivery.unit_from
WHERE delivery.source = 'health_record' AND delivery.period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, delivery.unit_code)
ORDER BY delivery.period_start DESC, delivery.unit_code, delivery.stream_kind

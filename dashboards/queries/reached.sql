-- scope: none (a delivery of any facility tells how far the figures of all go)
-- Up to which day anything is known of persons: the last of which records came, as config/indicators says of a target
-- that is due day by day (`reached_by`); and the same of the unit alone, whose sub-stations' records are their station's.
WITH own AS (
    SELECT unit_code, unit_from
    FROM marts.unit_lineage
    WHERE basis = $basis AND in_code = $unit AND in_from = $unit_from

    UNION

    SELECT station.facility_code, station.facility_from
    FROM marts.facility AS sub_station
    JOIN marts.facility AS station
        ON station.facility_code = sub_station.parent_code
        AND sub_station.facility_from BETWEEN station.facility_from AND coalesce(station.facility_to, DATE '9999-12-31')
    WHERE sub_station.kind = 'sub_station'
        AND sub_station.facility_code = $unit AND sub_station.facility_from = $unit_from
)

SELECT least($cutoff, max(period_end)) AS reached_date,
    least($cutoff, coalesce(max(period_end) FILTER (own.unit_code IS NOT NULL), max(period_end))) AS own_date
FROM marts.delivery AS delivery
LEFT JOIN own ON own.unit_code = delivery.unit_code AND own.unit_from = delivery.unit_from
WHERE stream_kind = 'record' AND received_at IS NOT NULL

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

SELECT max(until) FILTER (is_sent) AS reached_date,
    CASE WHEN bool_or(is_own) THEN max(until) FILTER (is_own AND is_sent) ELSE max(until) FILTER (is_sent) END AS own_date
FROM (
    SELECT least($cutoff, delivery.period_end) AS until, delivery.received_at IS NOT NULL AS is_sent,
        own.unit_code IS NOT NULL AS is_own
    FROM marts.delivery AS delivery
    LEFT JOIN own ON own.unit_code = delivery.unit_code AND own.unit_from = delivery.unit_from
    WHERE delivery.stream_kind = 'record'
)

-- One press, by its number at the source.
SELECT rating.rating_id, rating.rated_at, rating.is_valid,
    rating.scale, rating.level_name_vi, rating.rejection_vi, rating.agency_name_vi, rating.agency_code,
    rating.agency_from, rating.dossier_code, rating.lateness,
    rating.procedure_name_vi, rating.field_name_vi, rating.landed_at, rating.batch, rating.page, rating.row,
    CASE WHEN rating.agency_code = $unit OR counter.centre_officer_count > 1 THEN rating.device_code END AS device_code,
    CASE WHEN rating.agency_code = $unit OR counter.centre_officer_count > 1 THEN rating.counter_code END AS counter_code,
    reason.reason_names_vi
FROM marts.rating AS rating
LEFT JOIN marts.counter AS counter
    ON counter.counter_code = rating.counter_code AND counter.agency_code = rating.agency_code
    AND counter.agency_from = rating.agency_from
LEFT JOIN (
    SELECT rating_id, string_agg(reason_name_vi, '; ' ORDER BY reason_code) AS reason_names_vi
    FROM marts.rating_reason
    GROUP BY rating_id
) AS reason ON reason.rating_id = rating.rating_id
WHERE rating.rating_id = $rating AND list_contains($scope, rating.unit_code)

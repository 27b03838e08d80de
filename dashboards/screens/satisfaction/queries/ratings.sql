-- The presses of one side of an indicator, the newest first, one page of them. Device and counter are named within their
-- centre, and where no counter of the centre has one officer alone; scale and level where a scale tells no counter.
SELECT counted.rating_id, counted.rated_at, counted.rejection_vi,
    CASE WHEN NOT list_contains($told_by_scale, counted.agency_code) THEN counted.scale END AS scale,
    CASE WHEN NOT list_contains($told_by_scale, counted.agency_code) THEN counted.level_name_vi END AS level_name_vi,
    CASE WHEN $is_inside OR counter.centre_officer_count > 1 THEN counted.device_code END AS device_code,
    CASE WHEN $is_inside OR counter.centre_officer_count > 1 THEN counted.counter_code END AS counter_code,
    counted.agency_name_vi, counted.dossier_code, counted.lateness, counted.procedure_name_vi,
    reason.reason_names_vi, count(*) OVER () AS total
FROM counted
LEFT JOIN marts.counter AS counter
    ON counter.counter_code = counted.counter_code AND counter.agency_code = counted.agency_code
    AND counter.agency_from = counted.agency_from
LEFT JOIN (
    SELECT rating_id, string_agg(reason_name_vi, '; ' ORDER BY reason_code) AS reason_names_vi,
        list(reason_code) AS reason_codes
    FROM marts.rating_reason
    GROUP BY rating_id
) AS reason ON reason.rating_id = counted.rating_id
WHERE CASE $part WHEN 'numerator' THEN is_numerator WHEN 'rest' THEN is_denominator AND NOT is_numerator
        ELSE is_denominator END
    AND ($reason = '' OR coalesce(list_contains(reason.reason_codes, $reason), $reason = '-'))
ORDER BY counted.rated_at DESC, counted.rating_id DESC
LIMIT $row_limit OFFSET $row_offset

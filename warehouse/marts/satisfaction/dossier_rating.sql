-- Every dossier handed out since the devices stand, in the agency that handed it out: where it was taken in, if known.
SELECT
    dossier.dossier_code,
    coalesce(receiving.agency_code, dossier.agency_code) AS agency_code,
    coalesce(receiving.valid_from, dossier.agency_from) AS agency_from,
    coalesce(receiving.name_vi, dossier.agency_name_vi) AS agency_name_vi,
    coalesce(receiving.unit_code, dossier.unit_code) AS unit_code,
    coalesce(receiving.unit_from, dossier.unit_from) AS unit_from,
    coalesce(receiving.current_unit_code, dossier.current_unit_code) AS current_unit_code,
    dossier.returned_date,
    dossier.channel_code,
    dossier.procedure_code,
    dossier.procedure_name_vi,
    dossier.field_code,
    dossier.field_name_vi,
    dossier.dossier_code IN (
        SELECT rating.dossier_code FROM marts.rating AS rating WHERE rating.is_valid AND rating.dossier_code IS NOT NULL
    ) AS is_rated,
    dossier.landed_at,
    dossier.batch,
    dossier.page,
    dossier.row
FROM marts.dossier AS dossier
INNER JOIN config.source AS devices ON devices.source = 'satisfaction' AND dossier.returned_date >= devices.first_day
LEFT JOIN marts.agency AS receiving
    ON receiving.agency_code = dossier.receiving_agency_code
    AND coalesce(dossier.accepted_date, dossier.applied_date) BETWEEN receiving.known_from AND receiving.known_until

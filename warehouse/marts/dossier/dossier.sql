SELECT
    dossier.dossier_code,
    dossier.procedure_code,
    coalesce(procedure.procedure_name_vi, dossier.procedure_code) AS procedure_name_vi,
    coalesce(procedure.field_code, dossier.field_code, '?') AS field_code,
    coalesce(procedure.field_name_vi, dossier.field_code, 'Chưa rõ lĩnh vực') AS field_name_vi,
    dossier.agency_code,
    agency.valid_from AS agency_from,
    agency.name_vi AS agency_name_vi,
    agency.unit_code,
    agency.unit_from,
    agency.current_unit_code,
    agency.current_unit_from,
    agency.current_unit_name_vi,
    dossier.receiving_agency_code,
    receiving.unit_code AS receiving_unit_code,
    coalesce(receiving.current_unit_code <> agency.current_unit_code, false) AS is_received_elsewhere,
    dossier.competence,
    coalesce(dossier.competence <> 'FORWARDED', true) AS is_own_competence,
    coalesce(dossier.competence = 'CROSS_BOUNDARY', false) AS is_cross_boundary,
    dossier.processing_system,
    dossier.applicant_kind_code,
    dossier.channel_code,
    dossier.status_code,
    status.name_vi AS status_name_vi,
    dossier.applied_at,
    dossier.accepted_at,
    dossier.due_at,
    dossier.completed_at,
    dossier.returned_at,
    dossier.updated_at,
    dossier.applied_date,
    dossier.accepted_date,
    dossier.due_date,
    dossier.completed_date,
    dossier.returned_date,
    dossier.apology_date,
    part.* EXCLUDE (dossier_code, supplement_requested_dates, supplement_supplied_dates, waiting_days),
    dossier.is_identity_verified,
    course.* EXCLUDE (dossier_code),
    dossier.is_behind,
    dossier.landed_at,
    dossier.batch,
    dossier.page,
    dossier.row
FROM staging.one_stop__dossier AS dossier
INNER JOIN marts.dossier_part AS part ON part.dossier_code = dossier.dossier_code
INNER JOIN marts.dossier_course AS course ON course.dossier_code = dossier.dossier_code
-- A dossier handed over to an agency that was founded after it was accepted belongs to that agency's first days.
LEFT JOIN marts.agency AS agency
    ON agency.agency_code = dossier.agency_code
    AND coalesce(dossier.accepted_date, dossier.applied_date) BETWEEN agency.known_from AND agency.known_until
LEFT JOIN marts.agency AS receiving
    ON receiving.agency_code = dossier.receiving_agency_code
    AND coalesce(dossier.accepted_date, dossier.applied_date) BETWEEN receiving.known_from AND receiving.known_until
LEFT JOIN staging.one_stop__procedure AS procedure ON procedure.procedure_code = dossier.procedure_code
LEFT JOIN config.dossier_status AS status ON status.status_code = dossier.status_code

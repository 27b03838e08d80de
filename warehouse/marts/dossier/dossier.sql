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
    lineage.in_code AS current_unit_code,
    lineage.in_from AS current_unit_from,
    current_unit.name_vi AS current_unit_name_vi,
    dossier.receiving_agency_code,
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
    part.supplement_count,
    part.last_supplement_date,
    part.has_fee,
    part.is_paid_online,
    part.is_digitised,
    part.is_data_reused,
    part.has_electronic_result,
    dossier.is_identity_verified,
    course.received_date,
    course.resolved_date,
    course.resolution,
    course.open_from_date,
    course.open_until_date,
    course.overdue_from_date,
    course.overdue_until_date,
    course.is_open,
    course.is_overdue,
    CASE WHEN course.is_overdue THEN (now_day.working_day_number - due_day.working_day_number)::INTEGER END
        AS overdue_working_days,
    dossier.is_behind,
    dossier.landed_at,
    dossier.batch,
    dossier.page,
    dossier.row
FROM staging.one_stop__dossier AS dossier
INNER JOIN marts.dossier_part AS part ON part.dossier_code = dossier.dossier_code
INNER JOIN marts.dossier_course AS course ON course.dossier_code = dossier.dossier_code
-- A dossier handed over to an agency that was founded after it was accepted belongs to that agency's first days.
LEFT JOIN config.agency AS agency
    ON agency.agency_code = dossier.agency_code
    AND greatest(coalesce(dossier.accepted_date, dossier.applied_date), agency.first_valid_from)
        BETWEEN agency.valid_from AND coalesce(agency.valid_to, DATE '9999-12-31')
LEFT JOIN config.unit AS home ON home.unit_code = agency.unit_code AND home.valid_from = agency.unit_from
LEFT JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = home.unit_code AND lineage.unit_from = home.valid_from
    AND lineage.basis = 'successor' AND lineage.unit_kind = home.unit_kind
LEFT JOIN config.unit AS current_unit
    ON current_unit.unit_code = lineage.in_code AND current_unit.valid_from = lineage.in_from
LEFT JOIN staging.one_stop__procedure AS procedure ON procedure.procedure_code = dossier.procedure_code
LEFT JOIN config.dossier_status AS status ON status.status_code = dossier.status_code
CROSS JOIN config.today AS today
LEFT JOIN config.calendar_day AS now_day ON now_day.calendar_date = today.today_date
LEFT JOIN config.calendar_day AS due_day ON due_day.calendar_date = dossier.due_date

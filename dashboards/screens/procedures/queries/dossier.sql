-- One dossier, by its code.
SELECT dossier.dossier_code, dossier.procedure_code, dossier.procedure_name_vi, dossier.field_name_vi,
    dossier.agency_name_vi, dossier.current_unit_name_vi, dossier.competence, dossier.processing_system,
    dossier.channel_code, dossier.status_name_vi, dossier.applied_at, dossier.accepted_at, dossier.due_at,
    dossier.completed_at, dossier.returned_at, dossier.updated_at, dossier.last_supplement_date, dossier.apology_date,
    dossier.due_date, dossier.resolved_date, dossier.resolved_date IS NOT NULL AS is_finished, dossier.resolution, dossier.is_open, dossier.is_overdue, dossier.is_behind,
    upto.working_day_number - due.working_day_number AS working_days_past_due,
    dossier.landed_at, dossier.batch, dossier.page, dossier.row
FROM marts.dossier AS dossier
LEFT JOIN marts.calendar_day AS due ON due.calendar_date = dossier.due_date
LEFT JOIN marts.calendar_day AS upto ON upto.calendar_date = coalesce(dossier.resolved_date, $today)
WHERE dossier.dossier_code = $dossier
    AND list_contains($scope, dossier.unit_code)

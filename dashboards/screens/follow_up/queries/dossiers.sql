-- The dossiers that one stock counts today, and how many working days each is past its due date (below 0: days left).
SELECT counted.dossier_code, counted.procedure_name_vi, counted.field_name_vi, counted.agency_code,
    counted.agency_from, counted.agency_name_vi, counted.competence, counted.status_name_vi, counted.received_date,
    counted.due_date,
    coalesce(counted.overdue_working_days, upto.working_day_number - due.working_day_number) AS working_days_past_due
FROM counted
LEFT JOIN marts.calendar_day AS due ON due.calendar_date = counted.due_date
LEFT JOIN marts.calendar_day AS upto ON upto.calendar_date = counted.last_day
WHERE counted.is_numerator
ORDER BY counted.dossier_code

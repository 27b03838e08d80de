-- The classification of docs/interfaces.md 8, as dates: an interval counts on day d when from <= d and (until is null
-- or d < until). Statuses: 2, 4 in progress; 5 waits for papers; 6, 8 paused; 7 returned; 9, 10 finished.
WITH dated AS (
    SELECT
        dossier.dossier_code, dossier.status_code, dossier.accepted_date, dossier.due_date,
        dossier.apology_date, part.last_supplement_date, part.waiting_days,
        CASE WHEN dossier.status_code IN (7, 9, 10) THEN dossier.completed_date END AS resolved_date
    FROM staging.one_stop__dossier AS dossier
    INNER JOIN marts.dossier_part AS part ON part.dossier_code = dossier.dossier_code
),

interval_of AS (
    SELECT
        *,
        greatest(accepted_date, due_date + 1) AS overdue_from,
        -- A dossier waiting for papers was in progress until the papers were asked for; a paused one never is.
        CASE WHEN status_code = 5 THEN last_supplement_date ELSE resolved_date END AS in_progress_until,
        CASE
            WHEN status_code = 5 THEN last_supplement_date IS NOT NULL
            ELSE status_code IN (2, 4) OR resolved_date IS NOT NULL
        END AS was_in_progress,
        status_code IN (2, 4, 5, 6, 8) OR coalesce(resolved_date > accepted_date, false) AS was_open
    FROM dated
),

-- Ten working days after the due date have passed on the eleventh; due soon begins two working days before.
judged AS (
    SELECT
        interval_of.*,
        today.today_date,
        (now_day.working_day_number - due.working_day_number)::INTEGER AS days_past_due,
        was_in_progress AND due_date IS NOT NULL AND accepted_date IS NOT NULL
        AND (in_progress_until IS NULL OR overdue_from < in_progress_until) AS was_overdue,
        greatest(overdue_from, eleventh.calendar_date) AS long_overdue_from,
        CASE WHEN before_last.calendar_date IS NOT NULL THEN greatest(accepted_date, before_last.calendar_date) END
            AS due_soon_from,
        least(resolved_date, due_date + 1) AS due_soon_until,
        least(in_progress_until, apology_date) AS unapologised_until,
        (finished.working_day_number - accepted.working_day_number - waiting_days)::INTEGER AS days_between
    FROM interval_of
    CROSS JOIN config.today AS today
    LEFT JOIN config.calendar_day AS now_day ON now_day.calendar_date = today.today_date
    LEFT JOIN config.calendar_day AS due ON due.calendar_date = due_date
    LEFT JOIN config.calendar_day AS accepted ON accepted.calendar_date = accepted_date
    LEFT JOIN config.calendar_day AS finished ON finished.calendar_date = resolved_date
    LEFT JOIN config.working_day AS eleventh ON eleventh.working_day_number = coalesce(due.working_day_number, 0) + 11
    LEFT JOIN config.working_day AS before_last ON before_last.working_day_number = due.working_day_number - 2
)

SELECT
    dossier_code,
    accepted_date AS received_date,
    resolved_date,
    CASE
        WHEN resolved_date IS NULL THEN NULL
        WHEN status_code = 7 THEN 'returned'
        WHEN due_date IS NULL OR resolved_date = due_date THEN 'on_time'
        WHEN resolved_date < due_date THEN 'early'
        ELSE 'late'
    END AS resolution,
    CASE WHEN status_code IN (9, 10) AND days_between IS NOT NULL THEN greatest(days_between, 0) END AS handling_days,
    CASE WHEN was_open THEN accepted_date END AS open_from_date,
    CASE WHEN was_open THEN resolved_date END AS open_until_date,
    CASE WHEN was_overdue THEN overdue_from END AS overdue_from_date,
    CASE WHEN was_overdue THEN in_progress_until END AS overdue_until_date,
    CASE WHEN was_overdue AND coalesce(long_overdue_from < in_progress_until, true) THEN long_overdue_from END
        AS long_overdue_from_date,
    CASE WHEN was_overdue AND unapologised_until IS NOT NULL THEN greatest(overdue_from, unapologised_until) END
        AS unapologised_until_date,
    CASE WHEN was_open AND due_soon_from < due_soon_until THEN due_soon_from END AS due_soon_from_date,
    CASE WHEN was_open AND due_soon_from < due_soon_until THEN due_soon_until END AS due_soon_until_date,
    coalesce(
        was_open AND today_date >= accepted_date AND today_date < coalesce(resolved_date, DATE '9999-12-31'), false
    ) AS is_open,
    coalesce(
        was_overdue AND today_date >= overdue_from AND today_date < coalesce(in_progress_until, DATE '9999-12-31'), false
    ) AS is_overdue,
    CASE WHEN is_overdue THEN days_past_due END AS overdue_working_days
FROM judged

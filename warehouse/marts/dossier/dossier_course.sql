-- The classification of docs/interfaces.md 8, as dates: an interval counts on day d when from <= d and (until is null
-- or d < until). Statuses: 2, 4 in progress; 5 waits for papers; 6, 8 paused; 7 returned; 9, 10 finished.
WITH dated AS (
    SELECT
        dossier.dossier_code,
        dossier.status_code,
        dossier.accepted_date,
        dossier.due_date,
        part.last_supplement_date,
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

judged AS (
    SELECT
        *,
        was_in_progress AND due_date IS NOT NULL AND accepted_date IS NOT NULL
        AND (in_progress_until IS NULL OR overdue_from < in_progress_until) AS was_overdue
    FROM interval_of
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
    CASE WHEN was_open THEN accepted_date END AS open_from_date,
    CASE WHEN was_open THEN resolved_date END AS open_until_date,
    CASE WHEN was_overdue THEN overdue_from END AS overdue_from_date,
    CASE WHEN was_overdue THEN in_progress_until END AS overdue_until_date,
    coalesce(
        was_open AND today_date >= accepted_date AND today_date < coalesce(resolved_date, DATE '9999-12-31'), false
    ) AS is_open,
    coalesce(
        was_overdue AND today_date >= overdue_from AND today_date < coalesce(in_progress_until, DATE '9999-12-31'), false
    ) AS is_overdue
FROM judged
CROSS JOIN config.today

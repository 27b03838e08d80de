-- The rows of one side of an indicator: narrowed by the address, filtered and sorted by the table, one block of them.
WITH listed AS (
    SELECT counted.*,
        upto.working_day_number - due.working_day_number AS working_days_past_due
    FROM counted
    LEFT JOIN marts.calendar_day AS due ON due.calendar_date = counted.due_date
    LEFT JOIN marts.calendar_day AS upto
        ON upto.calendar_date = least(coalesce(counted.resolved_date, counted.last_day), counted.last_day)
    WHERE CASE $part WHEN 'numerator' THEN is_numerator WHEN 'rest' THEN is_denominator AND NOT is_numerator
            ELSE is_denominator END
        AND ($finding = '' OR dossier_code IN (
            SELECT key FROM quality.finding
            WHERE source = 'one_stop' AND table_name = 'dossier' AND code = $finding))
),

filtered AS (
    SELECT *
    FROM listed
    WHERE coalesce(working_days_past_due >= $late_from, $late_from IS NULL)
        AND coalesce(working_days_past_due <= $late_to, $late_to IS NULL)
        AND ($code_has = '' OR contains(lower(dossier_code), lower($code_has)))
        AND ($procedure_has = ''
            OR contains(replace(strip_accents(lower(procedure_name_vi)), 'đ', 'd'), $procedure_has))
        AND ($agency_has = '' OR contains(replace(strip_accents(lower(agency_name_vi)), 'đ', 'd'), $agency_has))
        AND ($status_has = '' OR contains(replace(strip_accents(lower(status_name_vi)), 'đ', 'd'), $status_has))
        AND coalesce(received_date >= $received_from, $received_from IS NULL)
        AND coalesce(received_date <= $received_to, $received_to IS NULL)
        AND coalesce(due_date >= $due_from, $due_from IS NULL)
        AND coalesce(due_date <= $due_to, $due_to IS NULL)
        AND coalesce(resolved_date >= $resolved_from, $resolved_from IS NULL)
        AND coalesce(resolved_date <= $resolved_to, $resolved_to IS NULL)
),

sortable AS (
    SELECT *, CASE $sort
        WHEN 'procedure_name_vi' THEN procedure_name_vi
        WHEN 'agency_name_vi' THEN agency_name_vi
        WHEN 'status_name_vi' THEN status_name_vi
        WHEN 'received_date' THEN received_date::VARCHAR
        WHEN 'due_date' THEN due_date::VARCHAR
        WHEN 'resolved_date' THEN resolved_date::VARCHAR
        WHEN 'lateness' THEN lpad((10000 + working_days_past_due)::VARCHAR, 6, '0')
        ELSE dossier_code
    END AS sort_key
    FROM filtered
)

SELECT dossier_code, procedure_code, procedure_name_vi, field_name_vi, agency_name_vi, status_name_vi, received_date,
    due_date, resolved_date, coalesce(resolved_date <= last_day, false) AS is_finished,
    CASE WHEN resolved_date <= last_day THEN resolution END AS resolution,
    coalesce(overdue_from_date <= last_day AND (overdue_until_date IS NULL OR last_day < overdue_until_date), false)
        AS is_overdue,
    working_days_past_due, count(*) OVER () AS total
FROM sortable
ORDER BY
    sort_key IS NULL,
    CASE WHEN $descending THEN NULL ELSE sort_key END,
    CASE WHEN $descending THEN sort_key END DESC,
    dossier_code
LIMIT $row_limit OFFSET $row_offset

-- The dossiers that one number counts: the conditions are those of config/indicators, so the rows add up to it.
WITH counted AS (
    SELECT dossier.*,
        upto.working_day_number - due.working_day_number AS working_days_past_due
    FROM marts.dossier AS dossier
    JOIN marts.unit_lineage AS lineage
        ON lineage.unit_code = dossier.agency_code AND lineage.unit_from = dossier.agency_from
    LEFT JOIN marts.calendar_day AS due ON due.calendar_date = dossier.due_date
    LEFT JOIN marts.calendar_day AS upto ON upto.calendar_date = coalesce(dossier.resolved_date, $cutoff)
    WHERE lineage.basis = $basis
        AND lineage.in_code = $unit
        AND lineage.in_from = $unit_from
        AND list_contains($scope, lineage.in_code)
        AND dossier.is_own_competence = ($measure <> 'elsewhere')
        AND CASE $measure
            WHEN 'received' THEN dossier.received_date BETWEEN $start AND $cutoff
            WHEN 'online' THEN dossier.received_date BETWEEN $start AND $cutoff AND dossier.channel_code = 2
            WHEN 'resolved' THEN dossier.resolved_date BETWEEN $start AND $cutoff
            WHEN 'on_time' THEN dossier.resolved_date BETWEEN $start AND $cutoff
                AND dossier.resolution IN ('early', 'on_time', 'returned')
            WHEN 'late' THEN dossier.resolved_date BETWEEN $start AND $cutoff AND dossier.resolution = 'late'
            WHEN 'returned' THEN (dossier.resolved_date BETWEEN $start AND $cutoff AND dossier.status_code = 7)
                OR (dossier.applied_date BETWEEN $start AND $cutoff AND dossier.status_code = 3)
            WHEN 'open' THEN dossier.open_from_date <= $cutoff
                AND (dossier.open_until_date IS NULL OR $cutoff < dossier.open_until_date)
            WHEN 'missing_due_date' THEN dossier.due_date IS NULL
                AND (dossier.resolved_date BETWEEN $start AND $cutoff OR (dossier.open_from_date <= $cutoff
                    AND (dossier.open_until_date IS NULL OR $cutoff < dossier.open_until_date)))
            ELSE dossier.overdue_from_date <= $cutoff
                AND (dossier.overdue_until_date IS NULL OR $cutoff < dossier.overdue_until_date)
        END
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
    FROM counted
)

SELECT dossier_code, procedure_name_vi, agency_name_vi, status_name_vi, received_date, due_date, resolved_date, resolution,
    is_overdue, working_days_past_due, count(*) OVER () AS total
FROM sortable
ORDER BY
    sort_key IS NULL,
    CASE WHEN $descending THEN NULL ELSE sort_key END,
    CASE WHEN $descending THEN sort_key END DESC,
    dossier_code
LIMIT $row_limit OFFSET $row_offset

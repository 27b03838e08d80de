-- The rows behind one figure: the same conditions on the same columns that the indicator counts.
SELECT
    dossier.dossier_code, dossier.procedure_name_vi, dossier.field_name_vi, dossier.agency_name_vi, dossier.status_name_vi,
    dossier.received_date, dossier.due_date, dossier.resolved_date, dossier.resolution, dossier.overdue_working_days,
    count(*) OVER () AS row_total
FROM marts.dossier AS dossier
INNER JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = dossier.agency_code AND lineage.unit_from = dossier.agency_from
WHERE lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
    AND list_contains($scope, lineage.in_code)
    AND dossier.is_own_competence
    AND CASE $measure
        WHEN 'received' THEN dossier.received_date BETWEEN $start AND $cutoff
        WHEN 'online' THEN dossier.received_date BETWEEN $start AND $cutoff AND dossier.channel_code = 2
        WHEN 'resolved' THEN dossier.resolved_date BETWEEN $start AND $cutoff
        WHEN 'on_time' THEN dossier.resolved_date BETWEEN $start AND $cutoff AND dossier.resolution <> 'late'
        WHEN 'late' THEN dossier.resolved_date BETWEEN $start AND $cutoff AND dossier.resolution = 'late'
        WHEN 'open' THEN dossier.open_from_date <= $cutoff
            AND $cutoff < coalesce(dossier.open_until_date, DATE '9999-12-31')
        WHEN 'overdue' THEN dossier.overdue_from_date <= $cutoff
            AND $cutoff < coalesce(dossier.overdue_until_date, DATE '9999-12-31')
    END
ORDER BY
    CASE WHEN $descending THEN NULL ELSE CASE $sort
        WHEN 'due_date' THEN dossier.due_date::VARCHAR
        WHEN 'resolved_date' THEN dossier.resolved_date::VARCHAR
        WHEN 'received_date' THEN dossier.received_date::VARCHAR
        WHEN 'agency_name_vi' THEN dossier.agency_name_vi
        WHEN 'procedure_name_vi' THEN dossier.procedure_name_vi
    END END NULLS LAST,
    CASE WHEN $descending THEN CASE $sort
        WHEN 'due_date' THEN dossier.due_date::VARCHAR
        WHEN 'resolved_date' THEN dossier.resolved_date::VARCHAR
        WHEN 'received_date' THEN dossier.received_date::VARCHAR
        WHEN 'agency_name_vi' THEN dossier.agency_name_vi
        WHEN 'procedure_name_vi' THEN dossier.procedure_name_vi
    END END DESC NULLS LAST,
    dossier.dossier_code
LIMIT $limit OFFSET $offset

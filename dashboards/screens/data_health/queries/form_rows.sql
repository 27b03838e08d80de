-- Dossiers that are finished while nobody knows when. One received in the newest report quarter breaks its form: it is in
-- column 1, and neither in 5 nor in 9. One received earlier was never in work in that quarter, so it breaks nothing there.
WITH shown AS (
    SELECT period_start, cutoff_date
    FROM marts.period
    WHERE grain = 'report_quarter' AND period_start = (
        SELECT max(period_start) FROM marts.form_06a WHERE basis = 'own' AND grain = 'report_quarter'
    )
)

SELECT dossier.dossier_code, dossier.current_unit_code AS unit_code, dossier.current_unit_name_vi AS unit_name_vi,
    dossier.agency_name_vi, finding.message_vi, finding.mended_by, dossier.batch, dossier.page, dossier."row",
    dossier.received_date BETWEEN shown.period_start AND shown.cutoff_date AS breaks_it
FROM quality.finding AS finding
JOIN marts.dossier AS dossier ON dossier.dossier_code = finding.key
CROSS JOIN shown
WHERE finding.source = 'one_stop' AND finding.table_name = 'dossier' AND finding.code = 'finished_without_date'
    AND dossier.is_own_competence
    AND list_contains($scope, dossier.current_unit_code)
ORDER BY dossier.current_unit_code, dossier.dossier_code

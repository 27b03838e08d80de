SELECT finding.code, finding.message_vi, finding.mended_by
FROM quality.finding AS finding
INNER JOIN marts.dossier AS dossier ON dossier.dossier_code = finding.key
WHERE finding.source = 'one_stop' AND finding.key = $dossier
    AND (list_contains($scope, dossier.unit_code) OR list_contains($scope, dossier.current_unit_code))
ORDER BY finding.code

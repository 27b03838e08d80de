-- Dossiers received between two days, counted from the dossiers: no period of an indicator ends on just any day.
SELECT count(DISTINCT dossier.received_date) AS days, count(*) AS received
FROM marts.dossier AS dossier
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = dossier.agency_code AND lineage.unit_from = dossier.agency_from
WHERE dossier.is_own_competence
    AND lineage.basis = $basis
    AND lineage.in_code = $unit
    AND lineage.in_from = $unit_from
    AND dossier.received_date BETWEEN $from_date AND $until_date
    AND list_contains($scope, lineage.in_code)

-- Dossiers past their due date on one day, by how many working days; those another agency holds stand apart.
SELECT dossier.is_own_competence, count(*) AS dossiers,
    count(*) FILTER (WHERE dossier.overdue_working_days <= 5) AS up_to_5,
    count(*) FILTER (WHERE dossier.overdue_working_days BETWEEN 6 AND 10) AS from_6_to_10,
    count(*) FILTER (WHERE dossier.overdue_working_days > 10) AS over_10
FROM marts.dossier AS dossier
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = dossier.agency_code AND lineage.unit_from = dossier.agency_from
WHERE lineage.basis = 'successor'
    AND lineage.in_code = $area
    AND list_contains($scope, lineage.in_code)
    AND dossier.overdue_from_date <= $cutoff_date
    AND (dossier.overdue_until_date IS NULL OR $cutoff_date < dossier.overdue_until_date)
GROUP BY dossier.is_own_competence

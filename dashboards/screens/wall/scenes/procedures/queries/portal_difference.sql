-- How many more dossiers the national portal counts in a month than the provincial system holds.
SELECT coalesce(sum(portal.difference), 0) AS difference
FROM marts.portal_difference AS portal
JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = portal.unit_code AND lineage.unit_from = portal.unit_from AND lineage.basis = 'successor'
    AND lineage.in_code = $unit AND lineage.in_from = $unit_from
WHERE portal.month_start = $month_start AND list_contains($scope, lineage.in_code)

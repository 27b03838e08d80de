-- The newest day of which the devices, and the one-stop desks, have said anything at all, in any unit.
SELECT
    (SELECT max(rated_date) FROM marts.rating WHERE list_contains($scope, unit_code)) AS pressed,
    (SELECT max(returned_date) FROM marts.dossier_rating WHERE list_contains($scope, unit_code)) AS handed_out

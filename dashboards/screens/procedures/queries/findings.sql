-- What is wrong with a dossier: findings on the row that counts, and newer rows that are held.
WITH said AS (
    SELECT source, table_name, key, code, message_vi, mended_by, landed_at, batch, page, row, false AS is_held
    FROM quality.finding
    UNION ALL
    SELECT source, table_name, key, code, message_vi, mended_by, landed_at, batch, page, row, true
    FROM quality.held_row
)

SELECT said.code, said.message_vi, said.mended_by, said.landed_at, said.batch, said.page, said.row, said.is_held
FROM said
JOIN marts.dossier AS dossier ON dossier.dossier_code = said.key
WHERE said.source = 'one_stop'
    AND said.table_name = 'dossier'
    AND said.key = $dossier
    AND list_contains($scope, dossier.unit_code)
ORDER BY said.is_held DESC, said.landed_at DESC

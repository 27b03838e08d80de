-- What a commune's code that is told on a day stands for: the commune of that day. A code that ended goes on to be told
-- for a while, until another commune has it, and leads to what follows it.
WITH code AS (
    SELECT
        unit_code,
        valid_from AS unit_from,
        coalesce(lead(valid_from) OVER (PARTITION BY unit_code ORDER BY valid_from) - 1, DATE '9999-12-31')
            AS told_until
    FROM marts.unit
    WHERE unit_kind = 'commune'
)

SELECT
    code.unit_code AS told_code,
    lineage.in_code AS unit_code,
    lineage.in_from AS unit_from,
    lineage.valid_from AS known_from,
    least(lineage.valid_to, code.told_until) AS known_until
FROM code
INNER JOIN marts.unit_lineage AS lineage
    ON lineage.unit_code = code.unit_code AND lineage.unit_from = code.unit_from
    AND lineage.basis = 'own' AND lineage.unit_kind = 'commune'
WHERE lineage.valid_from <= code.told_until

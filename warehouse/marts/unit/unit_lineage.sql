-- Which units a fact of one unit counts in: everything reached by going to parents and to successors. A unit that
-- ended leads onto what follows it; nothing leads back from a new unit to an old one.
WITH RECURSIVE reached AS (
    SELECT unit_code, valid_from AS unit_from, unit_code AS in_code, valid_from AS in_from
    FROM marts.unit

    UNION

    SELECT reached.unit_code, reached.unit_from, step.to_code, step.to_from
    FROM reached
    INNER JOIN (
        SELECT unit_code, valid_from, parent_code AS to_code, parent_from AS to_from
        FROM marts.unit
        UNION ALL
        SELECT unit_code, valid_from, successor_code, successor_from
        FROM marts.unit
    ) AS step
        ON step.unit_code = reached.in_code AND step.valid_from = reached.in_from AND step.to_code IS NOT NULL
)

SELECT
    reached.unit_code,
    reached.unit_from,
    basis.name AS basis,
    unit.unit_kind,
    reached.in_code,
    reached.in_from,
    CASE basis.name WHEN 'own' THEN unit.valid_from ELSE DATE '0001-01-01' END AS valid_from,
    CASE basis.name WHEN 'own' THEN coalesce(unit.valid_to, DATE '9999-12-31') ELSE DATE '9999-12-31' END AS valid_to
FROM reached
INNER JOIN marts.unit AS unit ON unit.unit_code = reached.in_code AND unit.valid_from = reached.in_from
INNER JOIN (VALUES ('own'), ('successor')) AS basis (name)
    ON basis.name = 'own' OR unit.successor_code IS NULL

-- Of what counts now, the dossiers whose first version came after an earlier snapshot was known.
SELECT count(*) AS dossiers, count(*) FILTER (WHERE counted.is_numerator) AS numerator,
    count(*) FILTER (WHERE counted.is_denominator) AS denominator
FROM counted
JOIN (
    SELECT dossier_code, min(landed_at) AS first_landed_at
    FROM marts.dossier_version
    GROUP BY dossier_code
) AS arrival ON arrival.dossier_code = counted.dossier_code
WHERE arrival.first_landed_at > $known_at

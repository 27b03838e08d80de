-- Kinds of findings on the dossiers counted here, the most frequent first.
SELECT finding.code, count(DISTINCT counted.dossier_code) AS dossiers, min(finding.message_vi) AS example_vi
FROM counted
JOIN quality.finding AS finding
    ON finding.key = counted.dossier_code AND finding.source = 'one_stop' AND finding.table_name = 'dossier'
WHERE counted.is_numerator OR counted.is_denominator
GROUP BY finding.code
ORDER BY dossiers DESC, finding.code

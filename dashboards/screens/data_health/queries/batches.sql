-- scope: none (a delivery is of the whole source)
SELECT batch, stream, landed_at, page_count, row_count
FROM quality.provenance
WHERE source = $source
ORDER BY landed_at DESC
LIMIT 12

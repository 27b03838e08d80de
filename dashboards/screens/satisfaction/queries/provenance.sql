-- scope: none (a delivery belongs to a source, not to a unit)
SELECT source, stream, landed_at, page_count, row_count, invented
FROM quality.provenance
WHERE source = 'satisfaction' AND batch = $batch
LIMIT 1

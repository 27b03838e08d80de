-- scope: none (a source counts its records, whatever their unit)
-- Each window as it was last counted: what the source said it has, and what landed.
SELECT source, stream, window_from, window_until, source_total, landed_keys, difference, landed_at, batch
FROM quality.control_total
WHERE $source IN ('', source)
QUALIFY row_number() OVER (PARTITION BY source, stream, window_from, window_until ORDER BY landed_at DESC, batch DESC) = 1
ORDER BY abs(difference) DESC, source, stream, window_from DESC

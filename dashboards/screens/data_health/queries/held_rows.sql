-- scope: none (a held row has no unit that could be relied on)
SELECT source, table_name, code, message_vi, mended_by, key, batch, page, "row", landed_at
FROM quality.held_row
WHERE $source IN ('', source) AND $code IN ('', code) AND $owner IN ('', mended_by)
ORDER BY mended_by, landed_at DESC, source, table_name, code, key, batch, page, "row"
LIMIT $most

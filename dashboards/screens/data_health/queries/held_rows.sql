-- scope: none (a held row has no unit that could be relied on)
SELECT source, table_name, code, message_vi, mended_by, key, batch, page, "row", landed_at
FROM quality.held_row
WHERE $source IN ('', source) AND $code IN ('', code) AND $owner IN ('', mended_by)
    AND (landed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE
        BETWEEN coalesce($since, DATE '0001-01-01') AND coalesce($until, DATE '9999-12-31')
ORDER BY mended_by, landed_at DESC, source, table_name, code, key, batch, page, "row"
LIMIT $most

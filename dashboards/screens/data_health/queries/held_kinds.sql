-- scope: none (a held row has no unit that could be relied on)
SELECT source, code, mended_by, min(message_vi) AS example_vi, min(message_vi) <> max(message_vi) AS is_varied,
    count(*) AS row_count, min(landed_at) AS since
FROM quality.held_row
WHERE $source IN ('', source) AND $code IN ('', code) AND $owner IN ('', mended_by)
    AND (landed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE
        BETWEEN coalesce($since, DATE '0001-01-01') AND coalesce($until, DATE '9999-12-31')
GROUP BY source, code, mended_by
ORDER BY row_count DESC, source, code, mended_by

-- scope: none (a finding names its record, not a unit)
SELECT source, code, mended_by, min(message_vi) AS example_vi, min(message_vi) <> max(message_vi) AS is_varied,
    count(*) AS row_count, min(landed_at) AS since
FROM quality.finding
WHERE $source IN ('', source) AND $code IN ('', code) AND $owner IN ('', mended_by)
GROUP BY source, code, mended_by
ORDER BY row_count DESC, source, code, mended_by

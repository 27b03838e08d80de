-- scope: none (a held row has no unit that could be relied on)
SELECT code, min(message_vi) AS example_vi, min(mended_by) AS mended_by, count(*) AS held
FROM quality.held_row
WHERE source = 'satisfaction' AND table_name = 'rating'
GROUP BY code
ORDER BY held DESC, code

-- What is to be looked at about a press.
SELECT finding.code, finding.message_vi, finding.mended_by
FROM quality.finding AS finding
JOIN marts.rating AS rating ON rating.rating_id::VARCHAR = finding.key
WHERE finding.source = 'satisfaction' AND finding.table_name = 'rating' AND finding.key = $rating
    AND list_contains($scope, rating.unit_code)
ORDER BY finding.code

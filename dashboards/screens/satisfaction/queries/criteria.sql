-- The nine criteria of the agencies of a unit, for quarters that touch the days looked at.
SELECT score.agency_code, score.agency_name_vi, score.year, score.quarter, score.quarter_start, score.c1, score.c2,
    score.c3, score.c4, score.c5, score.c6, score.c7, score.c8, score.c9, score.total, score.appraised_total, score.class
FROM marts.service_score AS score
WHERE score.quarter_start <= $last_day AND score.quarter_end >= $first_day
    AND (score.agency_code, score.agency_from) IN (
        SELECT (lineage.unit_code, lineage.unit_from)
        FROM marts.unit_lineage AS lineage
        WHERE lineage.basis = $basis AND lineage.in_code = $unit AND lineage.in_from = $unit_from
    )
    AND list_contains($scope, score.unit_code)
ORDER BY score.quarter_start DESC, score.agency_name_vi, score.agency_code

-- Persons by week of the invented snapshot: measles rises in one commune; small numbers are hidden, and totals above them
-- rounded.
INSERT INTO marts.indicator_value BY NAME
WITH counted AS (
    SELECT disease.*, unit.*, period.*, CASE
        WHEN indicator = 'measles_persons_week' THEN CASE WHEN unit_code NOT IN ('21109', 'BS5', '51235', '51222') THEN 0
            WHEN period_start = DATE '2026-10-26' THEN 1 WHEN period_start = DATE '2026-11-02' THEN 3
            WHEN period_start = DATE '2026-11-09' THEN 7 WHEN period_start = DATE '2026-11-16' THEN 9 ELSE 0 END
        WHEN unit_kind = 'area' THEN base + hash(indicator, period_start) % 18
        ELSE (base + hash(indicator, period_start) % 18) // 5 + hash(unit_code) % 9 END::BIGINT AS persons
    FROM (VALUES ('measles_persons_week', 0, 0), ('dengue_persons_week', 32, 41), ('hand_foot_mouth_persons_week', 21, 36),
        ('notifiable_cases_week', 55, 70)) AS disease (indicator, base, threshold)
    CROSS JOIN health_unit AS unit
    JOIN marts.period AS period
        ON period.grain = 'week' AND period.period_start BETWEEN DATE '2026-01-05' AND DATE '2026-11-16'
        AND (basis = 'successor' OR period.period_end BETWEEN unit.valid_from AND unit.valid_to)
    WHERE unit.valid_to = DATE '9999-12-31'
)
SELECT indicator, DATE '2024-12-01' AS definition_from, unit_kind, unit_code, unit_from, basis, grain, period_start, period_end,
    false AS is_open, CASE WHEN state = 'shown' THEN persons END AS numerator, NULL::BIGINT AS denominator,
    CASE WHEN state = 'shown' THEN persons END::DECIMAL(18, 6) AS value, CASE WHEN state = 'shown' THEN persons END AS n, state,
    CASE WHEN indicator = 'measles_persons_week' THEN CASE WHEN persons >= 7 THEN 'missed' WHEN persons >= 1 THEN 'watch' ELSE 'met' END
        WHEN unit_kind <> 'area' THEN 'no_baseline' WHEN persons > threshold + 6 THEN 'missed' WHEN persons > threshold THEN 'watch'
        ELSE 'met' END AS band,
    CASE WHEN unit_kind = 'area' OR threshold = 0 THEN threshold END::DECIMAL(18, 6) AS target, is_rounded
FROM (SELECT *, CASE WHEN persons BETWEEN 1 AND 9 THEN 'below_10'
        WHEN unit_code = '21100' AND indicator = 'dengue_persons_week' THEN 'suppressed' ELSE 'shown' END AS state,
    unit_kind = 'area' AND indicator = 'dengue_persons_week' AS is_rounded FROM counted);
UPDATE marts.indicator_value SET value = round(value, -1), numerator = round(numerator, -1), n = round(n, -1)
WHERE is_rounded AND grain = 'week' AND state = 'shown';

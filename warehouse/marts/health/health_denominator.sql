-- What each share of health is counted of, in words, for each unit and the days for which that holds; without a date it is
-- counted anew on every day.
WITH told AS (
    SELECT
        known.indicator,
        upward.in_code AS unit_code,
        upward.in_from AS unit_from,
        CASE WHEN known.disease_vi IS NULL THEN 'dân số ' ELSE 'số người mắc ước tính, từ dân số ' END
            || known.kind || ', nguồn: ' || known.source AS denominator_vi,
        known.population_date AS denominator_date,
        known.from_date,
        known.until_date,
        -- The least sure of those that it is said of alike.
        max(coalesce(list_position(['seen', 'secondary', 'unconfirmed', 'assumed'], known.certainty), 0)) AS doubt
    FROM marts.health_population AS known
    INNER JOIN marts.unit_lineage AS upward ON upward.unit_code = known.unit_code AND upward.unit_from = known.unit_from
    GROUP BY ALL
)

SELECT
    * EXCLUDE (doubt),
    ['seen', 'secondary', 'unconfirmed', 'assumed'][doubt] AS certainty
FROM told

UNION ALL

SELECT DISTINCT known.indicator, unit.unit_code, unit.valid_from, 'chưa có dân số theo cơ sở y tế',
    NULL, NULL, NULL, NULL
FROM marts.health_population AS known
CROSS JOIN marts.unit
WHERE unit.unit_kind = 'facility'

UNION ALL

SELECT counted_of.indicator, unit.unit_code, unit.valid_from, counted_of.denominator_vi,
    NULL, NULL, NULL, NULL
FROM (VALUES
    ('health_record_renewed', 'người có hồ sơ sức khỏe điện tử'),
    ('full_vaccination_under_1', 'trẻ có hồ sơ sức khỏe điện tử đến hạn mũi cuối của năm đầu trong năm'),
    ('measles_2_doses_cover', 'trẻ 18–24 tháng có hồ sơ sức khỏe điện tử')
) AS counted_of (indicator, denominator_vi)
CROSS JOIN marts.unit
WHERE unit.unit_kind IN ('area', 'commune', 'facility')

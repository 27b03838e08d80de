-- Nine criteria of 0, 1 or 2 points: Thông tư 01/2018/TT-VPCP, replaced by NĐ 118/2025 from 01/07/2025 on, so that no
-- quarter after it has such a score. A criterion without points leaves the unit without its own total.
WITH told AS (
    SELECT
        evaluation.*,
        make_date(year, 3 * quarter - 2, 1) AS quarter_start,
        score_1 + score_2 + score_3 + score_4 + score_5 + score_6 + score_7 + score_8 + score_9 AS total
    FROM staging.satisfaction__evaluation AS evaluation
)

SELECT
    agency.agency_code,
    agency.valid_from AS agency_from,
    agency.name_vi AS agency_name_vi,
    agency.unit_code,
    agency.unit_from,
    agency.current_unit_code,
    told.year,
    told.quarter,
    told.quarter_start,
    (told.quarter_start + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS quarter_end,
    score_1 AS c1, score_2 AS c2, score_3 AS c3, score_4 AS c4, score_5 AS c5, score_6 AS c6, score_7 AS c7,
    score_8 AS c8, score_9 AS c9,
    told.total,
    told.appraised_total,
    CASE
        WHEN coalesce(told.appraised_total, told.total) >= 15 THEN 'Xuất sắc'
        WHEN coalesce(told.appraised_total, told.total) >= 12 THEN 'Tốt'
        WHEN coalesce(told.appraised_total, told.total) >= 9 THEN 'Khá'
        WHEN coalesce(told.appraised_total, told.total) >= 6 THEN 'Trung bình'
        WHEN coalesce(told.appraised_total, told.total) >= 0 THEN 'Yếu'
    END AS class
FROM told
INNER JOIN marts.agency AS agency
    ON agency.agency_code = told.agency_code
    AND told.quarter_start BETWEEN agency.valid_from AND coalesce(agency.valid_to, DATE '9999-12-31')
WHERE told.quarter_start < DATE '2025-07-01'

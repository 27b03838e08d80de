-- One row a press of a rating device, whether it counts or not. What rejects a press is judged in this order: a burst
-- (many presses of one button within little time, all of them), outside of office hours, a press right after another.
-- A press held for its device's wrong clock is one that was rejected, unless an earlier version of it stands.
WITH pressed AS (
    SELECT
        rating.* EXCLUDE (officer_hash, counter_code),
        coalesce(rating.counter_code, device.counter_code) AS counter_code,
        device.device_name, device.agency_code, device.scale, rule.* EXCLUDE (valid_from, valid_to),
        coalesce(day.is_working, false) AND (rating.rated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::TIME
            BETWEEN rule.office_from AND rule.office_until AS is_in_hours
    FROM staging.satisfaction__rating AS rating
    INNER JOIN staging.satisfaction__device AS device ON device.device_code = rating.device_code
    INNER JOIN config.rating_rule AS rule ON rating.rated_date BETWEEN rule.valid_from AND rule.valid_to
    LEFT JOIN config.calendar_day AS day ON day.calendar_date = rating.rated_date
),

followed AS (
    SELECT
        *,
        rated_at - lag(rated_at) OVER (PARTITION BY device_code ORDER BY rated_at, rating_id) AS since_last,
        count(*) OVER (
            PARTITION BY device_code, score ORDER BY rated_at
            RANGE BETWEEN CURRENT ROW AND to_seconds(burst_seconds) FOLLOWING
        ) AS following_count
    FROM pressed
),

-- A press is of a burst where some press up to so many seconds before it begins one.
judged AS (
    SELECT
        *,
        max(CASE WHEN following_count >= burst_presses THEN following_count END) OVER (
            PARTITION BY device_code, score ORDER BY rated_at
            RANGE BETWEEN to_seconds(burst_seconds) PRECEDING AND CURRENT ROW
        ) AS burst_count,
        CASE
            WHEN burst_count IS NOT NULL THEN 'burst'
            WHEN NOT is_in_hours THEN 'outside_hours'
            WHEN since_last <= to_seconds(double_tap_seconds) THEN 'double_tap'
        END AS rejection
    FROM followed
),

told AS (
    SELECT
        * EXCLUDE (reasons), coalesce(list_transform(reasons, lambda reason: reason.code), []) AS reason_codes,
        CASE rejection
            WHEN 'burst' THEN format('{} lượt bấm trong {} phút', burst_count, burst_seconds // 60)
            WHEN 'outside_hours' THEN 'Ngoài giờ làm việc'
            WHEN 'double_tap' THEN format('Bấm lặp trong {} giây', double_tap_seconds)
        END AS rejection_vi
    FROM judged
    UNION ALL BY NAME
    SELECT
        held.* REPLACE (coalesce(held.counter_code, device.counter_code) AS counter_code), device.device_name,
        device.agency_code, device.scale, [] AS reason_codes, 'clock' AS rejection, 'Đồng hồ thiết bị sai' AS rejection_vi
    FROM staging.satisfaction__rating_held AS held
    INNER JOIN staging.satisfaction__device AS device USING (device_code)
    ANTI JOIN staging.satisfaction__rating USING (rating_id)
    WHERE held.code = 'device_clock_wrong'
)

SELECT
    rating.rating_id, rating.device_code, rating.device_name, rating.counter_code, rating.agency_code,
    agency.valid_from AS agency_from, agency.name_vi AS agency_name_vi, agency.unit_code, agency.unit_from,
    agency.current_unit_code, rating.rated_at, rating.rated_date,
    hour(rating.rated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::INTEGER AS rated_hour, rating.scale, rating.score,
    level.level, level.name_vi AS level_name_vi, level.is_satisfied, level.is_dissatisfied, rating.rejection,
    rating.rejection_vi, rating.rejection IS NULL AS is_valid, rating.reason_codes, rating.dossier_code, CASE
        WHEN dossier.resolution = 'late' THEN 'late'
        WHEN dossier.resolution IS NOT NULL THEN 'on_time'
        ELSE 'unknown'
    END AS lateness,
    dossier.procedure_code, dossier.procedure_name_vi, dossier.field_code, dossier.field_name_vi,
    rating.landed_at, rating.batch, rating.page, rating.row
FROM told AS rating
INNER JOIN config.rating_level AS level ON level.scale = rating.scale AND level.score = rating.score
LEFT JOIN marts.agency AS agency
    ON agency.agency_code = rating.agency_code
    AND greatest(rating.rated_date, agency.first_valid_from)
        BETWEEN agency.valid_from AND coalesce(agency.valid_to, DATE '9999-12-31')
LEFT JOIN marts.dossier AS dossier ON dossier.dossier_code = rating.dossier_code

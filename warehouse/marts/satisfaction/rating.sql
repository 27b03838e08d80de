-- One row a press of a rating device, whether it counts or not, at the device that then stood under its code. What rejects
-- a press is judged in this order: a burst (many presses of one button within little time, all of them), outside of
-- office hours, a press right after another. A press held for its device's wrong clock is one that was rejected, unless
-- an earlier version of it stands.
WITH press AS (
    SELECT *, false AS is_clock_wrong FROM staging.satisfaction__rating
    UNION ALL BY NAME
    SELECT held.*, true AS is_clock_wrong
    FROM staging.satisfaction__rating_held AS held
    ANTI JOIN staging.satisfaction__rating USING (rating_id)
    WHERE held.code = 'device_clock_wrong'
),

placed AS (
    SELECT
        press.* REPLACE (coalesce(press.counter_code, device.counter_code) AS counter_code),
        device.device_name, device.agency_code, device.scale, rule.* EXCLUDE (valid_from, valid_to),
        coalesce(day.is_working, false) AND (press.rated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::TIME
            BETWEEN rule.office_from AND rule.office_until AS is_in_hours
    FROM press
    INNER JOIN marts.device AS device
        ON device.device_code = press.device_code AND press.server_date BETWEEN device.valid_from AND device.valid_to
    INNER JOIN config.rating_rule AS rule ON press.rated_date BETWEEN rule.valid_from AND rule.valid_to
    LEFT JOIN config.calendar_day AS day ON day.calendar_date = press.rated_date
),

followed AS (
    SELECT
        *,
        rated_at - lag(rated_at) OVER (PARTITION BY device_code, is_clock_wrong ORDER BY rated_at, rating_id) AS since_last,
        count(*) OVER (
            PARTITION BY device_code, is_clock_wrong, score ORDER BY rated_at
            RANGE BETWEEN CURRENT ROW AND to_seconds(burst_seconds) FOLLOWING
        ) AS following_count
    FROM placed
),

-- A press is of a burst where some press up to so many seconds before it begins one.
judged AS (
    SELECT
        *,
        max(CASE WHEN following_count >= burst_presses THEN following_count END) OVER (
            PARTITION BY device_code, is_clock_wrong, score ORDER BY rated_at
            RANGE BETWEEN to_seconds(burst_seconds) PRECEDING AND CURRENT ROW
        ) AS burst_count,
        CASE
            WHEN is_clock_wrong THEN 'clock'
            WHEN burst_count IS NOT NULL THEN 'burst'
            WHEN NOT is_in_hours THEN 'outside_hours'
            WHEN since_last <= to_seconds(double_tap_seconds) THEN 'double_tap'
        END AS rejection
    FROM followed
)

SELECT
    rating.rating_id, rating.device_code, rating.device_name, rating.counter_code, rating.agency_code,
    agency.valid_from AS agency_from, agency.name_vi AS agency_name_vi, agency.unit_code, agency.unit_from,
    agency.current_unit_code, rating.rated_at, rating.rated_date,
    hour(rating.rated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::INTEGER AS rated_hour, rating.scale, rating.score,
    level.level, level.name_vi AS level_name_vi, level.is_satisfied, level.is_dissatisfied, rating.rejection,
    CASE rating.rejection
        WHEN 'clock' THEN 'Đồng hồ thiết bị sai'
        WHEN 'burst' THEN format('{} lượt bấm trong {} phút', rating.burst_count, rating.burst_seconds // 60)
        WHEN 'outside_hours' THEN 'Ngoài giờ làm việc'
        WHEN 'double_tap' THEN format('Bấm lặp trong {} giây', rating.double_tap_seconds)
    END AS rejection_vi, rating.rejection IS NULL AS is_valid,
    coalesce(list_transform(rating.reasons, lambda reason: reason.code), []) AS reason_codes, rating.dossier_code, CASE
        WHEN dossier.resolution = 'late' THEN 'late'
        WHEN dossier.resolution IS NOT NULL THEN 'on_time'
        ELSE 'unknown'
    END AS lateness,
    dossier.procedure_code, dossier.procedure_name_vi, dossier.field_code, dossier.field_name_vi,
    rating.landed_at, rating.batch, rating.page, rating.row
FROM judged AS rating
INNER JOIN config.rating_level AS level ON level.scale = rating.scale AND level.score = rating.score
LEFT JOIN marts.agency AS agency
    ON agency.agency_code = rating.agency_code
    AND rating.rated_date BETWEEN agency.known_from AND agency.known_until
LEFT JOIN marts.dossier AS dossier ON dossier.dossier_code = rating.dossier_code

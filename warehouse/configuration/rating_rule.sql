SELECT
    valid_from::DATE AS valid_from,
    coalesce(lead(valid_from::DATE) OVER (ORDER BY valid_from::DATE) - 1, DATE '9999-12-31') AS valid_to,
    double_tap_seconds::INTEGER AS double_tap_seconds,
    burst_presses::INTEGER AS burst_presses,
    burst_seconds::INTEGER AS burst_seconds,
    office_from::TIME AS office_from,
    office_until::TIME AS office_until
FROM config_file.rating_rules

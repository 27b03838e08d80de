-- Dossiers received between two days: counts of days add up, so an open period is compared with as many days of a year ago.
SELECT count(*) AS days, coalesce(sum(value), 0)::BIGINT AS received
FROM marts.indicator_value
WHERE indicator = 'dossiers_received'
    AND basis = 'successor'
    AND grain = 'day'
    AND unit_kind = 'area'
    AND unit_code = $area
    AND period_start BETWEEN $from_date AND $until_date
    AND list_contains($scope, unit_code)

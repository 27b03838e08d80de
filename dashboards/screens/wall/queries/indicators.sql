-- The cluster and its communes in one period, old units carried onto the new ones.
SELECT v.indicator, v.unit_kind, v.unit_code, u.short_name_vi AS unit_name_vi, v.numerator, v.denominator, v.value, v.n,
    v.state, v.band, v.target, i.unit_vi, i.minimum_n
FROM marts.indicator_value v
JOIN marts.indicator i ON i.indicator = v.indicator
JOIN marts.unit u ON u.unit_code = v.unit_code AND u.valid_from = v.unit_from
WHERE v.basis = 'successor'
    AND v.grain = $grain
    AND v.period_start = $period_start
    AND v.unit_kind IN ('area', 'commune')
    AND (v.unit_code = $area OR u.parent_code = $area)
    AND list_contains($scope, v.unit_code)
ORDER BY v.indicator, v.unit_kind, v.unit_code

-- scope: none (what a composite is made of belongs to no unit)
SELECT part, group_code, group_vi, name_vi, highest, full_at, has_source
FROM marts.indicator_part
WHERE indicator = $indicator
    AND valid_from = (
        SELECT max(valid_from) FROM marts.indicator_part WHERE indicator = $indicator AND valid_from <= $cutoff
    )
ORDER BY part

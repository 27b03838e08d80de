-- scope: none (what an indicator means belongs to no unit)
SELECT indicator, name_vi, unit_vi, subject, direction, owner, cells, minimum_n, deadline, guards, amber, red,
    numerator_vi, denominator_vi, rest_vi, levels
FROM marts.indicator
ORDER BY subject, rowid

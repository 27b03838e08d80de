-- scope: none (what an indicator declares)
SELECT minimum_n
FROM marts.indicator
WHERE indicator = $indicator

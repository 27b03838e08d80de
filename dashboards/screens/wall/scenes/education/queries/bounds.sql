-- scope: none (by which bounds an indicator is judged is of no unit)
SELECT amber, red
FROM marts.indicator
WHERE indicator = $indicator

-- scope: none (a definition belongs to no unit)
SELECT indicator FROM marts.indicator WHERE indicator = 'service_index_766'

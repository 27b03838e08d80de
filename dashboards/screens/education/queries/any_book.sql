-- scope: none (whether any school ever sent anything)
SELECT count(*) AS books FROM marts.delivery WHERE source = 'smas'

-- scope: none (whether any facility ever sent anything)
SELECT count(*) AS files FROM marts.delivery WHERE source = 'health_record' AND received_at IS NOT NULL

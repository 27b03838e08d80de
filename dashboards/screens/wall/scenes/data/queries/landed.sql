-- scope: none (a landed row is counted before anybody knows its unit)
-- What became by now of the rows that landed from a day on.
SELECT source, table_name, exit, sum(row_count)::BIGINT AS row_count
FROM marts.landed_row_day
WHERE landed_date >= $since
GROUP BY ALL
ORDER BY source, table_name, exit

-- scope: none (a landed row is counted before anybody knows its unit)
SELECT source, table_name, exit, sum(row_count)::BIGINT AS row_count
FROM quality.row_exit
WHERE $source IN ('', source)
GROUP BY ALL
ORDER BY source, table_name, exit

-- What became of the rows that landed on each day. Landing is of the whole area: a batch is of no commune.
SELECT
    row_exit.source,
    row_exit.table_name,
    (provenance.landed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE AS landed_date,
    area.unit_code,
    area.valid_from AS unit_from,
    row_exit.exit,
    sum(row_exit.row_count)::BIGINT AS row_count
FROM quality.row_exit AS row_exit
INNER JOIN quality.provenance AS provenance USING (source, batch)
INNER JOIN marts.unit AS area
    ON area.unit_kind = 'area'
    AND (provenance.landed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE
        BETWEEN area.valid_from AND coalesce(area.valid_to, DATE '9999-12-31')
GROUP BY ALL

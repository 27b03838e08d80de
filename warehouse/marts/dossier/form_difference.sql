-- What offices' own forms say beside form II.06a as counted here, cell by cell. A People's Committee reports for its
-- whole commune, any other agency for itself. A period or a field that is not counted here has no own count.
WITH field AS (
    SELECT lower(field_name_vi) AS field_name, min(field_code) AS field_code
    FROM staging.one_stop__procedure
    WHERE field_name_vi IS NOT NULL
    GROUP BY ALL
),

told AS (
    SELECT
        CASE WHEN agency.agency_kind = 'commune' THEN agency.unit_code ELSE agency.agency_code END AS unit_code,
        CASE WHEN agency.agency_kind = 'commune' THEN agency.unit_from ELSE agency.valid_from END AS unit_from,
        agency.agency_name_vi AS unit_name_vi, total.form, total.period_start, total.period_end, total.field_name_vi,
        CASE WHEN total.field_name_vi = 'TOTAL' THEN 'TOTAL' ELSE field.field_code END AS field_code,
        unnest(range(1, 12)) AS column_number,
        unnest([total.c1, total.c2, total.c3, total.c4, total.c5, total.c6, total.c7, total.c8, total.c9, total.c10, total.c11])
            AS told_count,
        total.landed_at
    FROM staging.one_stop__unit_total AS total
    INNER JOIN (SELECT *, name_vi AS agency_name_vi FROM marts.agency) AS agency
        ON agency.agency_code = total.agency_code
        AND total.period_start BETWEEN agency.valid_from AND coalesce(agency.valid_to, DATE '9999-12-31')
    LEFT JOIN field ON field.field_name = lower(total.field_name_vi)
),

counted AS (
    SELECT DISTINCT
        unit_code, unit_from, period_start, period_end, field_code, unnest(range(1, 12)) AS column_number,
        unnest([c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11]) AS own_count
    FROM marts.form_06a
    WHERE basis = 'own'
)

SELECT
    told.unit_code, told.unit_from, told.unit_name_vi, told.form, told.period_start, told.period_end,
    told.field_name_vi, told.field_code, told.column_number::INTEGER AS column_number, told.told_count::BIGINT AS told_count,
    counted.own_count, told.told_count - counted.own_count AS difference, told.landed_at
FROM told
LEFT JOIN counted
    ON counted.unit_code = told.unit_code AND counted.unit_from = told.unit_from
    AND counted.period_start = told.period_start AND counted.period_end = told.period_end
    AND counted.field_code = told.field_code AND counted.column_number = told.column_number
WHERE told.told_count IS NOT NULL

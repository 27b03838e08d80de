-- The national portal counts what ministries' own systems hold before the provincial system has its copy: the
-- difference is a figure to be shown, not a fault of either. The portal answers for the whole province; a commune's own
-- department is the one of its People's Committee.
WITH own AS (
    SELECT
        unit_code, unit_from, date_trunc('month', received_date)::DATE AS month_start,
        count(*) AS received_count,
        count(*) FILTER (WHERE processing_system = 'MINISTRY') AS ministry_count
    FROM marts.dossier
    WHERE is_own_competence AND received_date IS NOT NULL
    GROUP BY ALL
)

SELECT
    agency.unit_code,
    agency.unit_from,
    portal.month_start,
    portal.received_count AS portal_received_count,
    coalesce(own.received_count, 0) AS own_received_count,
    coalesce(own.ministry_count, 0) AS own_ministry_count,
    portal.received_count - coalesce(own.received_count, 0) AS difference,
    portal.landed_at
FROM staging.national_portal__service_result AS portal
INNER JOIN marts.agency AS agency
    ON agency.agency_code = portal.department_code AND agency.agency_kind = 'commune'
    AND portal.month_start BETWEEN agency.valid_from AND coalesce(agency.valid_to, DATE '9999-12-31')
LEFT JOIN own
    ON own.unit_code = agency.unit_code AND own.unit_from = agency.unit_from AND own.month_start = portal.month_start

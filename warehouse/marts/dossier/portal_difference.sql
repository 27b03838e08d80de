-- The national portal counts what ministries' own systems hold before the provincial system has its copy: the
-- difference is a figure to be shown, not a fault of either. The portal answers for the whole province; a commune's own
-- department is the one of its People's Committee. It is asked once a night and our own dossiers come all day: those
-- that were accepted since its answer came are not in it, and would hide as many that it has and we have not.
WITH own AS (
    SELECT
        unit_code, unit_from, date_trunc('month', received_date)::DATE AS month_start, accepted_at,
        processing_system = 'MINISTRY' AS is_ministry
    FROM marts.dossier
    WHERE is_own_competence AND received_date IS NOT NULL
),

counted AS (
    SELECT
        agency.unit_code, agency.unit_from, portal.month_start, portal.landed_at,
        portal.received_count AS portal_received_count,
        count(own.accepted_at) AS own_received_count,
        count(own.accepted_at) FILTER (WHERE own.is_ministry) AS own_ministry_count
    FROM staging.national_portal__service_result AS portal
    INNER JOIN marts.agency AS agency
        ON agency.agency_code = portal.department_code AND agency.agency_kind = 'commune'
        AND portal.month_start BETWEEN agency.valid_from AND coalesce(agency.valid_to, DATE '9999-12-31')
    LEFT JOIN own
        ON own.unit_code = agency.unit_code AND own.unit_from = agency.unit_from
        AND own.month_start = portal.month_start AND own.accepted_at < portal.landed_at
    GROUP BY ALL
)

SELECT
    unit_code,
    unit_from,
    month_start,
    portal_received_count,
    own_received_count,
    own_ministry_count,
    portal_received_count - own_received_count AS difference,
    landed_at
FROM counted

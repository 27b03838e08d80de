WITH supplement AS (
    SELECT dossier_code, completed_date, unnest(supplements) AS request
    FROM staging.one_stop__dossier
    WHERE len(supplements) > 0
),

waited AS (
    SELECT
        supplement.dossier_code, requested.working_day_number AS from_number, supplied.working_day_number AS to_number,
        max(supplied.working_day_number) OVER (
            PARTITION BY supplement.dossier_code
            ORDER BY requested.working_day_number, supplied.working_day_number
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS counted_to
    FROM supplement
    INNER JOIN config.calendar_day AS requested ON requested.calendar_date = request.requestedDate::DATE
    INNER JOIN config.calendar_day AS supplied
        ON supplied.calendar_date = least(request.suppliedDate::DATE, completed_date)
    WHERE request.suppliedDate IS NOT NULL
),

-- Waiting for papers counts from the request to their coming, once where requests overlap and not beyond the end; a
-- request that was never answered has no such time.
waiting AS (
    SELECT dossier_code, sum(greatest(to_number - greatest(from_number, counted_to), 0))::INTEGER AS waiting_days
    FROM waited
    GROUP BY dossier_code
)

SELECT
    dossier.dossier_code,
    coalesce(len(dossier.supplements), 0)::INTEGER AS supplement_count,
    list_transform(dossier.supplements, lambda request: request.requestedDate::DATE) AS supplement_requested_dates,
    list_transform(dossier.supplements, lambda request: request.suppliedDate::DATE) AS supplement_supplied_dates,
    list_max(list_transform(dossier.supplements, lambda request: request.requestedDate))::DATE AS last_supplement_date,
    coalesce(waiting.waiting_days, 0) AS waiting_days,
    coalesce(len(list_filter(dossier.fees, lambda fee: fee.amount > 0)) > 0, false) AS has_fee,
    -- Payment channel 1 is the national portal, 2 the province's; 0 is cash.
    coalesce(
        len(list_filter(dossier.fees, lambda fee: fee.amount > 0 AND fee.paymentChannel IN (1, 2))) > 0, false
    ) AS is_paid_online,
    coalesce(len(list_filter(dossier.documents, lambda document: document.digitised)) > 0, false) AS is_digitised,
    coalesce(len(list_filter(dossier.documents, lambda document: document.reused)) > 0, false) AS is_data_reused,
    coalesce(
        len(list_filter(dossier.results, lambda result: result.code <> '' AND result.fileId <> '')) > 0, false
    ) AS has_electronic_result
FROM staging.one_stop__dossier AS dossier
LEFT JOIN waiting ON waiting.dossier_code = dossier.dossier_code

SELECT
    dossier_code,
    coalesce(len(supplements), 0)::INTEGER AS supplement_count,
    list_max(list_transform(supplements, lambda request: request.requestedDate))::DATE AS last_supplement_date,
    coalesce(len(list_filter(fees, lambda fee: fee.amount > 0)) > 0, false) AS has_fee,
    -- Payment channel 1 is the national portal, 2 the province's; 0 is cash.
    coalesce(len(list_filter(fees, lambda fee: fee.amount > 0 AND fee.paymentChannel IN (1, 2))) > 0, false) AS is_paid_online,
    coalesce(len(list_filter(documents, lambda document: document.digitised)) > 0, false) AS is_digitised,
    coalesce(len(list_filter(documents, lambda document: document.reused)) > 0, false) AS is_data_reused,
    coalesce(
        len(list_filter(results, lambda result: result.code <> '' AND result.fileId <> '')) > 0, false
    ) AS has_electronic_result
FROM staging.one_stop__dossier

-- Agency by field: who is slow with what.
SELECT agency_code, agency_name_vi, field_code, field_name_vi, count(*) FILTER (WHERE is_numerator) AS numerator,
    count(*) FILTER (WHERE is_denominator) AS denominator
FROM counted
GROUP BY ALL

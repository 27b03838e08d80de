-- Dossiers handed out, of one side of the indicator; the newest first, one page of them.
SELECT dossier_code, returned_date, procedure_name_vi, agency_name_vi, is_rated, count(*) OVER () AS total
FROM counted
WHERE CASE $part WHEN 'numerator' THEN is_numerator WHEN 'rest' THEN is_denominator AND NOT is_numerator
        ELSE is_denominator END
ORDER BY returned_date DESC, dossier_code
LIMIT $row_limit OFFSET $row_offset

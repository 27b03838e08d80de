-- Whoever must send, whatever it is: each school a mark book every term, each health facility its files every day, and
-- each source a good pull every night.
SELECT *, false AS is_made_up
FROM marts.workbook_delivery

UNION ALL BY NAME

SELECT *, false AS is_made_up
FROM marts.facility_delivery

UNION ALL BY NAME

SELECT *, (period_end + 1)::DATE AS closed_date
FROM marts.night_delivery

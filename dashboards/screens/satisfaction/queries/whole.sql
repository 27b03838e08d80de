-- An indicator of a unit, or of the part of it that is asked for: one row, also where nothing is counted.
SELECT count(*) FILTER (WHERE is_numerator) AS numerator, count(*) FILTER (WHERE is_denominator) AS denominator
FROM counted

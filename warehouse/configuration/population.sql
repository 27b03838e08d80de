-- How sure a number is stands in brackets at the end of its source.
SELECT
    unit_code,
    unit_from::DATE AS unit_from,
    date::DATE AS population_date,
    kind,
    value::INTEGER AS person_count,
    trim(regexp_replace(source, '\[[^\]]*\]$', '')) AS source,
    nullif(regexp_extract(source, '\[([^\]]*)\]$', 1), '') AS certainty
FROM config_file.population

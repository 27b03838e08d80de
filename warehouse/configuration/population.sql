SELECT
    unit_code,
    unit_from::DATE AS unit_from,
    date::DATE AS population_date,
    kind,
    value::INTEGER AS person_count,
    source
FROM config_file.population

SELECT
    contest,
    level AS prize_level,
    date::DATE AS contest_date,
    first::INTEGER AS first_count,
    second::INTEGER AS second_count,
    third::INTEGER AS third_count,
    consolation::INTEGER AS consolation_count,
    basis
FROM config_file.prizes

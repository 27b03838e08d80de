SELECT
    scale::INTEGER AS scale,
    score::INTEGER AS score,
    level,
    name_vi,
    is_satisfied::BOOLEAN AS is_satisfied,
    is_dissatisfied::BOOLEAN AS is_dissatisfied
FROM config_file.rating_levels

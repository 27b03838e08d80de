SELECT
    contest,
    prize_level,
    contest_date,
    first_count,
    second_count,
    third_count,
    consolation_count,
    basis
FROM config.prize

-- scope: none (prizes are told of the whole former district)
SELECT contest, prize_level, contest_date, first_count, second_count, third_count, consolation_count, basis
FROM marts.prize
ORDER BY contest_date DESC, contest, prize_level

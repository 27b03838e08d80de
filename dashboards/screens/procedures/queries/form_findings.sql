-- Where form II.06a does not add up: the key of such a finding begins with the unit's code and names the period.
SELECT message_vi
FROM quality.finding
WHERE code = 'form_does_not_add_up' AND list_contains($scope, $unit)
    AND starts_with(key, $unit || ' ') AND contains(key, $period)
ORDER BY message_vi

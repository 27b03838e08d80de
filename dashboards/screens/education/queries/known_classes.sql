-- The classes that a school ever had.
SELECT DISTINCT class_name FROM marts.class_term
WHERE school_code = $school AND list_contains($scope, school_code)
ORDER BY class_name

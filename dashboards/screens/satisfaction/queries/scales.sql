-- Behind each scale's presses: by how many counters they were made, and how few officers one of them has.
SELECT counted.scale, count(DISTINCT (counted.agency_code, counted.counter_code)) AS counters,
    coalesce(min(counter.officer_count), 0) AS officer_count
FROM counted
LEFT JOIN marts.counter AS counter
    ON counter.counter_code = counted.counter_code AND counter.agency_code = counted.agency_code
    AND counter.agency_from = counted.agency_from
GROUP BY counted.scale

-- What a counter with one officer shows is about that officer, also where colleagues follow one another month by month:
-- so the month with the fewest decides, those aside in which no officer is told. An officer is a keyed hash, and only
-- counted here. What one counter of a centre leaves out could be taken from the sum of the others: so the counter with
-- the fewest decides for all of its centre.
WITH placed AS (
    SELECT
        coalesce(rating.counter_code, device.counter_code) AS counter_code,
        device.agency_code,
        rating.rated_date,
        rating.officer_hash
    FROM staging.satisfaction__rating AS rating
    INNER JOIN marts.device AS device
        ON device.device_code = rating.device_code
        AND rating.server_date BETWEEN device.valid_from AND device.valid_to
),

by_month AS (
    SELECT
        placed.counter_code,
        agency.agency_code,
        agency.valid_from AS agency_from,
        date_trunc('month', placed.rated_date) AS month_start,
        count(DISTINCT placed.officer_hash) AS officer_count
    FROM placed
    INNER JOIN marts.agency AS agency
        ON agency.agency_code = placed.agency_code
        AND placed.rated_date BETWEEN agency.known_from AND agency.known_until
    WHERE placed.counter_code IS NOT NULL
    GROUP BY ALL
)

SELECT
    counter_code,
    agency_code,
    agency_from,
    coalesce(min(officer_count) FILTER (WHERE officer_count > 0), 0)::INTEGER AS officer_count,
    min(coalesce(min(officer_count) FILTER (WHERE officer_count > 0), 0)) OVER (
        PARTITION BY agency_code, agency_from
    )::INTEGER AS centre_officer_count
FROM by_month
GROUP BY counter_code, agency_code, agency_from

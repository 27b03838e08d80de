-- scope: none (a delivery of any facility tells how far the figures of all go)
-- Up to which day anything is known of persons: the last of which records came, as config/indicators says of a target
-- that is due day by day (`reached_by`).
SELECT least($cutoff, max(period_end)) AS reached_date
FROM marts.delivery
WHERE stream_kind = 'record' AND received_at IS NOT NULL

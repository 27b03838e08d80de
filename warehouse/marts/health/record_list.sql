-- Which list of injections, and which of check-ups, is the newest of a person: each is whole, so that what a newer one
-- lacks was mended or taken back. A message without such a list says nothing of it.
SELECT
    person,
    max({'sent_at': sent_at, 'batch': batch, 'page': page, 'row': row, 'list': injection_list})
        FILTER (WHERE injection_list IS NOT NULL).list AS injection_list,
    max({'sent_at': sent_at, 'batch': batch, 'page': page, 'row': row, 'list': checkup_list})
        FILTER (WHERE checkup_list IS NOT NULL).list AS checkup_list
FROM staging.health_record__person_version
GROUP BY person

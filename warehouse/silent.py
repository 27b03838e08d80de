"""Who owes a source files every day and is silent: one that answers has not given all while one of them is."""

import duckdb

from warehouse.snapshots import Snapshot, connections, snapshot_file

STATION = "station"
# Of the newest day that anybody owes: a facility that was closed owes none of it.
OWING = """
    WITH owed AS (
        SELECT unit_code, unit_from, period_end, silent_since_date IS NOT NULL AS is_silent
        FROM marts.delivery
        WHERE source = $source
    )

    SELECT facility.kind, owed.unit_code, bool_or(owed.is_silent) AS is_silent
    FROM owed
    INNER JOIN marts.facility AS facility
        ON facility.facility_code = owed.unit_code AND facility.facility_from = owed.unit_from
    GROUP BY ALL
    HAVING max(owed.period_end) = (SELECT max(period_end) FROM owed)
"""


def received_of(source_id: str, snapshot: Snapshot) -> str:
    """ "Mới nhận 4/5 trạm", counted in facilities where others than stations are silent; empty where nobody is.

    A snapshot of an earlier version knows nobody who owes.
    """
    try:
        owing = connections.cursor(snapshot_file(snapshot.id)).execute(OWING, {"source": source_id}).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return ""
    silent = [kind for kind, _code, is_silent in owing if is_silent]
    if not silent:
        return ""
    is_of_stations = set(silent) == {STATION}
    expected = [kind for kind, *_ in owing if kind == STATION or not is_of_stations]
    name = "trạm" if is_of_stations else "cơ sở"
    return f"Mới nhận {len(expected) - len(silent)}/{len(expected)} {name}"

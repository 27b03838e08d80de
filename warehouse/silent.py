"""Who owes a source files every day and is silent: one that answers has not given all while one of them is."""

from collections.abc import Iterable

import duckdb

from warehouse.snapshots import Snapshot, connections, snapshot_file

STATION = "station"
# Of the newest day that any facility owes: one that was closed owes none of it. What nights owe is no facility's.
OWING = """
    WITH owed AS (
        SELECT
            facility.kind,
            delivery.unit_code,
            delivery.period_end,
            delivery.silent_since_date IS NOT NULL AS is_silent
        FROM marts.delivery AS delivery
        INNER JOIN marts.facility AS facility
            ON facility.facility_code = delivery.unit_code AND facility.facility_from = delivery.unit_from
        WHERE delivery.source = $source
    )

    SELECT kind, bool_or(is_silent) AS is_silent
    FROM owed
    GROUP BY kind, unit_code
    HAVING max(period_end) = (SELECT max(period_end) FROM owed)
"""


def received_of(source_id: str, snapshot: Snapshot) -> str:
    """`facilities_received` of all who owe the source files; a snapshot of an earlier version knows nobody who does."""
    try:
        owing = connections.cursor(snapshot_file(snapshot.id)).execute(OWING, {"source": source_id}).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return ""
    return facilities_received(owing)


def facilities_received(facilities: Iterable[tuple[str, bool]]) -> str:
    """ "Mới nhận 4/5 trạm" of (kind, is silent), counted in facilities where others than stations are silent.

    Empty where nobody is.
    """
    owing = list(facilities)
    silent = [kind for kind, is_silent in owing if is_silent]
    if not silent:
        return ""
    is_of_stations = set(silent) == {STATION}
    expected = sum(kind == STATION or not is_of_stations for kind, _is_silent in owing)
    name = "trạm" if is_of_stations else "cơ sở"
    return f"Mới nhận {expected - len(silent)}/{expected} {name}"

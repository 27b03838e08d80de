"""What screens may ask: named queries within a scope, the rows behind a number, snapshots, the sources' state."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import duckdb
import pandas
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from config.settings import PROJECT
from warehouse.counted import Counted, with_rows
from warehouse.counted import judged as judged_sql
from warehouse.errors import QueryInvalid, SnapshotMissing, SnapshotUnreadable
from warehouse.kept import KeptSnapshot, Known, as_known_at, kept, mark_used
from warehouse.snapshots import Snapshot, connections, current, snapshot_file
from warehouse.state import SourceState, State, state

__all__ = [
    "Counted",
    "KeptSnapshot",
    "Known",
    "QueryInvalid",
    "Scope",
    "Snapshot",
    "SnapshotMissing",
    "SnapshotUnreadable",
    "SourceState",
    "State",
    "as_known_at",
    "current",
    "judged",
    "kept",
    "mark_used",
    "query",
    "sql",
    "state",
]

SCREENS = PROJECT / "dashboards" / "screens"
NO_SCOPE = "-- scope: none"


@dataclass(frozen=True)
class Scope:
    """Which units a viewer may see; None is every unit of the snapshot."""

    codes: frozenset[str] | None

    @classmethod
    def everything(cls) -> Self:
        """Every unit: the demo's scope."""
        return cls(None)

    @classmethod
    def of(cls, *codes: str) -> Self:
        """These units and no other."""
        return cls(frozenset(codes))


def query(
    name: str, counted: Counted | None = None, /, *, scope: Scope, snapshot: str | None = None, **params: object
) -> pandas.DataFrame:
    """The rows of `dashboards/screens/<screen>/queries/<query>.sql` for name "<screen>/<query>".

    `$scope` is bound to the visible unit codes, `params` to their names. With `counted`, the query may read the
    relation `counted`: the rows of that number, told apart by `is_numerator` and `is_denominator`.
    Raises `SnapshotMissing`, `SnapshotUnreadable`, and `QueryInvalid` for a query that forgets its scope or a
    parameter that it lacks.
    """
    path = snapshot_file(snapshot)
    text = _query_text(name)
    if counted is not None:
        return _answer(path, name, with_rows(text, path, counted), scope, params | counted.parameters)
    return _answer(path, name, text, scope, params)


def judged(
    name: str, counted: Counted, /, *, scope: Scope, snapshot: str | None = None, **params: object
) -> pandas.DataFrame:
    """As `query` with `counted`, for a query that gives `numerator` and `denominator` by some group.

    Each row also gets `value`, `n`, `state`, `target` and `band` by the indicator's own rule, so that a part of a unit
    is judged as the unit is.
    """
    path = snapshot_file(snapshot)
    return _answer(path, name, judged_sql(_query_text(name), path, counted), scope, params | counted.parameters)


def _answer(path: Path, name: str, text: str, scope: Scope, params: dict[str, object]) -> pandas.DataFrame:
    bound = params if text.startswith(NO_SCOPE) else params | {"scope": _units(path, scope)}
    try:
        return connections.cursor(path).execute(text, bound).df()
    except duckdb.InvalidInputException as error:
        raise QueryInvalid(f"Truy vấn {name}: {error}") from error


def sql(text: str, snapshot: str | None = None) -> pandas.DataFrame:
    """The rows of one SELECT over the published snapshot. Raises `QueryInvalid` for anything else."""
    try:
        statements = sqlglot.parse(text, read="duckdb")
    except SqlglotError as error:
        raise QueryInvalid(f"Câu lệnh không đọc được: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise QueryInvalid("Chỉ nhận đúng một câu SELECT trên các lược đồ marts và quality.")
    cursor = connections.cursor(snapshot_file(snapshot))
    cursor.execute("SET enable_external_access = false")
    try:
        return cursor.execute(text).df()
    except duckdb.Error as error:
        raise QueryInvalid(f"Câu lệnh không chạy được: {error}") from error


@lru_cache(maxsize=256)
def _query_text(name: str) -> str:
    screen, _, query_name = name.partition("/")
    return (SCREENS / screen / "queries" / f"{query_name}.sql").read_text(encoding="utf-8")


def _units(path: Path, scope: Scope) -> list[str]:
    return sorted(_all_units(path) if scope.codes is None else scope.codes)


@lru_cache(maxsize=4)
def _all_units(path: Path) -> frozenset[str]:
    found = connections.cursor(path).execute("SELECT DISTINCT unit_code FROM marts.unit").fetchall()
    return frozenset(row[0] for row in found)

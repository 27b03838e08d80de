"""What screens may ask: a named query within a scope, the current snapshot and the kept ones, the sources' state."""

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
from warehouse.errors import QueryInvalid
from warehouse.kept import KeptSnapshot, Known, as_known_at, kept, mark_used
from warehouse.snapshots import Snapshot, connections, current, snapshot_file
from warehouse.state import SourceState, State, state

__all__ = [
    "KeptSnapshot",
    "Known",
    "Scope",
    "Snapshot",
    "SourceState",
    "State",
    "as_known_at",
    "current",
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


def query(name: str, *, scope: Scope, snapshot: str | None = None, **params: object) -> pandas.DataFrame:
    """The rows of `dashboards/screens/<screen>/queries/<query>.sql` for name "<screen>/<query>".

    `$scope` is bound to the visible unit codes, `params` to their names. Raises `SnapshotMissing`,
    `SnapshotUnreadable`, and `QueryInvalid` for a query that forgets its scope or a parameter that it lacks.
    """
    path = snapshot_file(snapshot)
    text = _query_text(name)
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

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
from warehouse.errors import QueryInvalid, SnapshotMissing, SnapshotOutdated, SnapshotUnreadable
from warehouse.kept import KeptSnapshot, Known, as_known_at, kept, kept_snapshot, mark_used, served_at
from warehouse.nights import Night, nights
from warehouse.silent import facilities_received
from warehouse.snapshots import Snapshot, connections, current, snapshot_file
from warehouse.state import SourceState, State, state

__all__ = [
    "Counted",
    "KeptSnapshot",
    "Known",
    "Night",
    "QueryInvalid",
    "Scope",
    "Snapshot",
    "SnapshotMissing",
    "SnapshotOutdated",
    "SnapshotUnreadable",
    "SourceState",
    "State",
    "as_known_at",
    "current",
    "facilities_received",
    "judged",
    "kept",
    "kept_snapshot",
    "mark_used",
    "nights",
    "query",
    "served_at",
    "sql",
    "state",
]

SCREENS = PROJECT / "dashboards" / "screens"
NO_SCOPE = "-- scope: none"
KEPT_ANSWERS = 512


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
    name: str,
    counted: Counted | None = None,
    /,
    *,
    scope: Scope,
    snapshot: str | None = None,
    once: bool = False,
    **params: object,
) -> pandas.DataFrame:
    """The rows of `dashboards/screens/<screen>/queries/<query>.sql` for name "<screen>/<query>".

    A name without a screen, "<query>", is of `dashboards/queries/`: what every page asks.
    `$scope` is bound to the visible unit codes, `params` to their names. With `counted`, the query may read the
    relation `counted`: the rows of that number, told apart by `is_numerator` and `is_denominator`. Answers are kept,
    since a snapshot never changes, but for those that are asked for `once`, because they are large.
    Raises `SnapshotMissing`, `SnapshotUnreadable`, and `QueryInvalid` for a query that forgets its scope or a
    parameter that it lacks.
    """
    path = snapshot_file(snapshot)
    text = _query_text(name)
    if counted is not None:
        text, params = with_rows(text, path, counted), params | counted.parameters
    return _answer(path, name, text, scope, params, once)


def judged(
    name: str, counted: Counted, /, *, scope: Scope, snapshot: str | None = None, **params: object
) -> pandas.DataFrame:
    """As `query` with `counted`, for a query that gives `numerator` and `denominator` by some group.

    Each row also gets `value`, `n`, `state`, `target` and `band` by the indicator's own rule, so that a part of a unit
    is judged as the unit is.
    """
    path = snapshot_file(snapshot)
    return _answer(path, name, judged_sql(_query_text(name), path, counted), scope, params | counted.parameters)


def _answer(
    path: Path, name: str, text: str, scope: Scope, params: dict[str, object], once: bool = False
) -> pandas.DataFrame:
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in params.items()}
    bound = tuple(sorted(given.items()))
    asked = scope if not text.startswith(NO_SCOPE) else None
    try:
        frame = _asked(path, text, asked, bound) if once else _kept(path, text, asked, bound)
    except duckdb.InvalidInputException as error:
        raise QueryInvalid(f"Truy vấn {name}: {error}") from error
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise SnapshotOutdated(f"Bản số liệu {path.stem} không có bảng mà truy vấn {name} cần.") from error
    # Copied on write: what a caller adds to its frame does not reach the kept one.
    return frame.copy(deep=False)


def _asked(path: Path, text: str, scope: Scope | None, bound: tuple[tuple[str, object], ...]) -> pandas.DataFrame:
    params = {key: list(value) if isinstance(value, tuple) else value for key, value in bound}
    if scope is not None:
        params["scope"] = _units(path, scope)
    return connections.cursor(path).execute(text, params).df()


# A snapshot is never changed and its name never used again, so an answer about one holds as long as anybody asks.
_kept = lru_cache(maxsize=KEPT_ANSWERS)(_asked)


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
    screen, _, query_name = name.rpartition("/")
    folder = SCREENS / screen if screen else SCREENS.parent
    return (folder / "queries" / f"{query_name}.sql").read_text(encoding="utf-8")


def _units(path: Path, scope: Scope) -> list[str]:
    return sorted(_all_units(path) if scope.codes is None else scope.codes)


@lru_cache(maxsize=4)
def _all_units(path: Path) -> frozenset[str]:
    found = connections.cursor(path).execute("SELECT DISTINCT unit_code FROM marts.unit").fetchall()
    return frozenset(row[0] for row in found)

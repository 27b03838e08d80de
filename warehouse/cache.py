"""The build file is kept between builds: what a step made stands until something that it was made from changes.

Each step's tables stand under a digest over its own text and the digests of all it reads. Both change in one
transaction, so that a kill at any instant leaves a table with its true digest, or neither.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.checks import Content, content_of
from warehouse.errors import CheckFailed, ModelInvalid
from warehouse.side_by_side import run_side_by_side

LEDGER = """
    CREATE SCHEMA IF NOT EXISTS builder;
    CREATE TABLE IF NOT EXISTS builder.step (name VARCHAR, digest VARCHAR, made VARCHAR);
"""
MISTAKES = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


@dataclass(frozen=True)
class Remarks:
    """What making a step brought beside its tables: sentences of checks that warn, and files that its views read."""

    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What makes some tables and views together, and everything that they depend on.

    `text` is its own definition in full; `reads` are tables and views of earlier steps, and `after` those of which it
    reads no more than its text tells already. `contents` names the tables that are published, {table: published as};
    `source` is whose rows the step judges.
    """

    name: str
    text: str
    reads: frozenset[str]
    make: Callable[[DuckDBPyConnection], Remarks]
    tables: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    after: frozenset[str] = frozenset()


def executing(statements: str) -> Callable[[DuckDBPyConnection], Remarks]:
    """What makes a step of these statements alone."""

    def make(connection: DuckDBPyConnection) -> Remarks:
        connection.execute(statements)
        return Remarks()

    return make


@dataclass(frozen=True)
class Brought:
    """What bringing a build file up to date came to: names of steps, and what the published tables hold."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    warnings: tuple[str, ...]
    files: frozenset[str]
    contents: tuple[tuple[str, Content], ...]


@dataclass(frozen=True)
class _Standing:
    """A step as the ledger knows it."""

    digest: str
    tables: tuple[str, ...]
    views: tuple[str, ...]
    remarks: Remarks
    contents: tuple[tuple[str, Content], ...]

    def is_good(self, digest: str) -> bool:
        return self.digest == digest and all(Path(file).exists() for file in self.remarks.files)


@dataclass(frozen=True)
class _Due:
    """A step that is to be made, under the digest that it will have; `origin` is whose rows reach it."""

    step: Step
    digest: str
    origin: frozenset[str]
    known: _Standing | None


def bring(connection: DuckDBPyConnection, steps: Iterable[Step]) -> Brought:
    """Make what does not stand under its digest, each after what it reads, and drop what no step makes any more.

    Raises `CheckFailed`, with the source where all that a failing step reads comes from one, and `ModelInvalid`.
    """
    plan = list(steps)
    connection.execute(LEDGER)
    standing = _read(connection)
    for name in standing.keys() - {step.name for step in plan}:
        _drop(connection, name, standing.pop(name))
    due = _due(plan, standing)

    def make(cursor: DuckDBPyConnection, name: str) -> None:
        standing[name] = _make(cursor, due[name])

    run_side_by_side(connection, _after(plan, due), make)
    return _brought([(step.name, standing[step.name]) for step in plan], due.keys())


def _due(plan: Iterable[Step], standing: Mapping[str, _Standing]) -> dict[str, _Due]:
    """The steps that do not stand as `plan` has them, by name and in its order."""
    digests: dict[str, str] = {}
    origins: dict[str, frozenset[str]] = {}
    due = {}
    for step in plan:
        digest, origin = _digest(step, digests), _origin(step, origins)
        digests |= dict.fromkeys((*step.tables, *step.views), digest)
        origins |= dict.fromkeys((*step.tables, *step.views), origin)
        known = standing.get(step.name)
        if known is None or not known.is_good(digest):
            due[step.name] = _Due(step, digest, origin, known)
    return due


def _after(plan: Iterable[Step], due: Mapping[str, _Due]) -> dict[str, set[str]]:
    """For each step that is due, those due that make what it reads."""
    makers = {table: step.name for step in plan if step.name in due for table in (*step.tables, *step.views)}
    return {
        name: {makers[table] for table in each.step.reads | each.step.after if table in makers}
        for name, each in due.items()
    }


def _brought(standing: list[tuple[str, _Standing]], made: Collection[str]) -> Brought:
    names = [name for name, _ in standing]
    return Brought(
        made=tuple(name for name in names if name in made),
        kept=tuple(name for name in names if name not in made),
        warnings=tuple(sentence for _, each in standing for sentence in each.remarks.warnings),
        files=frozenset(file for _, each in standing for file in each.remarks.files),
        contents=tuple(content for _, each in standing for content in each.contents),
    )


def _digest(step: Step, digests: Mapping[str, str]) -> str:
    missing = sorted(step.reads - digests.keys())
    if missing:
        raise ModelInvalid(f"{step.name}: không có bảng {', '.join(missing)}")
    read = [(table, digests[table]) for table in sorted(step.reads)]
    named = [step.name, step.text, step.tables, step.views, read]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def _origin(step: Step, origins: Mapping[str, frozenset[str]]) -> frozenset[str]:
    own = frozenset({step.source} if step.source else ())
    return own.union(*(origins[table] for table in step.reads))


def _make(connection: DuckDBPyConnection, due: _Due) -> _Standing:
    step = due.step
    connection.begin()
    try:
        if due.known is not None:
            _forget(connection, step.name, due.known)
        remarks = step.make(connection)
        contents = tuple((name, content_of(connection, table)) for table, name in step.contents.items())
        standing = _Standing(due.digest, step.tables, step.views, remarks, contents)
        connection.execute("INSERT INTO builder.step VALUES (?, ?, ?)", [step.name, due.digest, _written(standing)])
        connection.commit()
    except CheckFailed as failure:
        connection.rollback()
        if failure.source is None and len(due.origin) == 1:
            raise CheckFailed(str(failure), *due.origin) from failure
        raise
    except MISTAKES as error:
        connection.rollback()
        raise ModelInvalid(f"{step.name}: SQL không chạy được: {error}") from error
    except BaseException:  # whatever it was, an interrupt too, must leave the file as it stood
        _roll_back(connection)
        raise
    return standing


def _roll_back(connection: DuckDBPyConnection) -> None:
    """Undo, where the cursor still can: after a failed write DuckDB refuses that too, and the cursor is given up."""
    try:
        connection.rollback()
    except duckdb.Error:
        connection.close()


def _drop(connection: DuckDBPyConnection, name: str, known: _Standing) -> None:
    connection.begin()
    _forget(connection, name, known)
    connection.commit()


def _forget(connection: DuckDBPyConnection, name: str, known: _Standing) -> None:
    connection.execute("DELETE FROM builder.step WHERE name = ?", [name])
    for view in known.views:
        connection.execute(f"DROP VIEW IF EXISTS {view}")
    for table in known.tables:
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _written(standing: _Standing) -> str:
    whole = asdict(standing)
    return json.dumps({name: whole[name] for name in ("tables", "views", "remarks", "contents")})


def _read(connection: DuckDBPyConnection) -> dict[str, _Standing]:
    rows = connection.execute("SELECT name, digest, made FROM builder.step").fetchall()
    return {str(name): _standing(str(digest), json.loads(made)) for name, digest, made in rows}


def _standing(digest: str, made: Mapping[str, Any]) -> _Standing:
    remarks = Remarks(**{name: tuple(values) for name, values in made["remarks"].items()})
    contents = tuple((name, Content(**content)) for name, content in made["contents"])
    return _Standing(digest, tuple(made["tables"]), tuple(made["views"]), remarks, contents)

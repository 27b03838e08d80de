"""What a build would say of one file alone: its rows judged in memory, by the SQL by which a build judges all.

Rules that compare with what other files or pulls brought cannot be judged here; they are named, and the build does it.
"""

import hmac
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
from duckdb import DuckDBPyConnection

from connectors.kit.candidates import QUOTED_MACRO, faults, typed_columns
from connectors.kit.configured import make_configured, tables_named
from connectors.kit.contract import Effect, Rule, Source, Table
from connectors.kit.exit_sql import SCHEMAS, SHAPES, exit_statements, nothing_gone
from connectors.kit.forms import PLACE, Place
from connectors.kit.pages import RawPage
from connectors.kit.projection import projector
from connectors.kit.readings import Reading
from connectors.kit.rows import ENOUGH_ROWS_TO_JUDGE, PLACE_COLUMNS, records

BATCH, MEMORY = "judged", "512MB"
PASSING_KEY = secrets.token_bytes(32)
# All rows that ever came of a table: a rule that looks at them compares files with each other.
OTHER_CANDIDATES = re.compile(r"\bcandidate\.\w+__\w+")
Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong in a file: a row that a build would hold, or list as a finding.

    `sheet` and `line` say where the row stands, from 1; `cell` is the cell at fault where it is one. `key` is as
    messages may quote it: identifiers are never told back.
    """

    table: str
    effect: Effect
    code: str
    message_vi: str
    mended_by: str
    key: str
    row: int
    sheet: int | None
    line: int | None
    cell: str | None


@dataclass(frozen=True)
class Judged:
    """`rows` read and `loaded` by table; `unjudged` are the messages of the rules that only a build can judge, `absent`
    the labels of required columns that no row has.
    """

    rows: Mapping[str, int]
    loaded: Mapping[str, int]
    wrong: tuple[Wrong, ...]
    unjudged: tuple[str, ...]
    absent: tuple[str, ...]


def judge_page(read: Reading, stream: str, page: RawPage, now: datetime) -> Judged:
    """Judge every row of a file as a build would if nothing else had landed. Raises `ContractBroken`."""
    contract = read.contract
    tables = [contract.tables[name] for name in contract.streams[stream].tables]
    found: Records = {table.name: records(read.reader, contract, stream, table.name, page) for table in tables}
    with duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MEMORY}) as connection:
        known = _prepare(connection, contract, tables)
        judgeable = [_judgeable(table, known) for table in tables]
        wrong: list[Wrong] = []
        absent: list[str] = []
        for table in _in_order(contract, judgeable):
            absent += _plant(connection, contract, table, found[table.name], now)
            wrong += _judge(connection, contract, table, found[table.name])
        loaded = {table.name: _count(connection, f"accepted.{contract.id}__{table.name}") for table in tables}
    unjudged = dict.fromkeys(_unjudged(tables, judgeable))
    rows = {name: len(each) for name, each in found.items()}
    return Judged(rows, loaded, tuple(wrong), tuple(unjudged), tuple(absent))


def _prepare(connection: DuckDBPyConnection, contract: Source, tables: Sequence[Table]) -> set[str]:
    """The schemas and the operator's lists; the names of all tables that rules may read."""
    connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
    connection.execute(QUOTED_MACRO)
    for schema in SCHEMAS:
        connection.execute(f"CREATE SCHEMA {schema}")
    connection.execute(SHAPES)
    named = {name for table in tables for rule in table.rules for name in _reads(rule)}
    known = make_configured(connection, named)
    return known | {f"accepted.{contract.id}__{table.name}" for table in tables}


def _reads(rule: Rule) -> set[str]:
    said = (rule.where, *rule.values.values())
    return {name for text in said for name in (*tables_named(text), *OTHER_CANDIDATES.findall(text))}


def _judgeable(table: Table, known: set[str]) -> Table:
    """The table with the rules that read nothing but what is here."""
    return replace(table, rules=tuple(rule for rule in table.rules if _reads(rule) <= known))


def _in_order(contract: Source, tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, each after those that its rules read."""
    left = {f"accepted.{contract.id}__{table.name}": table for table in tables}
    while left:
        free = [name for name, table in left.items() if not _read_by(table) & set(left) - {name}]
        # A build refuses tables that read each other.
        for name in free or list(left):
            yield left.pop(name)


def _read_by(table: Table) -> set[str]:
    return {read for rule in table.rules for read in _reads(rule)}


def _plant(
    connection: DuckDBPyConnection, contract: Source, table: Table, found: Sequence[Mapping[str, Any]], now: datetime
) -> list[str]:
    """Make landed.<source>__<table> of the records, as they would land; the required columns that none of them has."""
    project = projector(table, _passing_hash)
    rows = [(*project(record), BATCH, 1, row) for row, record in enumerate(found, 1)]
    schema = pa.schema([*((column.name, pa.string()) for column in table.landed_columns), *PLACE_COLUMNS])
    cells = zip(*rows, strict=True) if rows else ((),) * len(schema)
    columns = [pa.array(values, field.type) for values, field in zip(cells, schema, strict=True)]
    connection.register("page_rows", pa.Table.from_arrays(columns, schema=schema))
    connection.execute(
        f"CREATE TABLE landed.{contract.id}__{table.name} AS SELECT {typed_columns(table)}, _batch, _page, _row, "
        "?::TIMESTAMPTZ AS landed_at FROM page_rows AS landed",
        [now.isoformat()],
    )
    connection.unregister("page_rows")
    return list(_absent(table, rows))


def _passing_hash(text: str) -> str:
    """Stands for an identifier while one file is judged. The key of the real hashes is not here, and this one is gone
    with the process."""
    return hmac.digest(PASSING_KEY, text.strip().encode(), "sha256").hex()


def _judge(
    connection: DuckDBPyConnection, contract: Source, table: Table, found: Sequence[Mapping[str, Any]]
) -> Iterator[Wrong]:
    name = f"{contract.id}__{table.name}"
    for statement in exit_statements(contract, table, nothing_gone(name), keeps_candidates=True, of_one_file=True):
        connection.execute(statement)
    columns = [fault.column for fault in faults(table)]
    said = f"""
        SELECT held.effect, held.code, held.message_vi, held.mended_by, held.key, held.row, candidate._fault
        FROM (
            SELECT 'hold' AS effect, * FROM part.held_row__{name}
            UNION ALL SELECT 'finding', * FROM part.finding__{name}
        ) AS held
        INNER JOIN candidate.{name} AS candidate ON candidate._row = held.row
        ORDER BY held.row, held.effect DESC, held.code
    """
    for effect, code, message, mended_by, key, row, fault in connection.execute(said).fetchall():
        column = columns[fault] if effect == "hold" and fault is not None and code != "duplicate_key" else None
        place = _place(found[row - 1], column)
        yield Wrong(table.name, effect, code, message, mended_by, key, row, *place)


def _place(record: Mapping[str, Any], column: str | None) -> tuple[int | None, int | None, str | None]:
    """Sheet, line and cell of a record, as far as its reader tells them."""
    told = record.get(PLACE)
    if isinstance(told, Place):
        letters = told.letters.get(column or "")
        return told.sheet, told.line, f"{letters}{told.line}" if letters else None
    return record.get("sheet"), record.get("sheet_row") or record.get("line"), record.get("faulty_cell")


def _absent(table: Table, rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    """The labels of required columns that are empty in so many rows that nothing of the file would land."""
    if len(rows) >= ENOUGH_ROWS_TO_JUDGE:
        for place, column in enumerate(table.landed_columns):
            if column.required and all(row[place] is None for row in rows):
                yield column.label_vi


def _count(connection: DuckDBPyConnection, relation: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    return int(count)


def _unjudged(tables: Sequence[Table], judgeable: Sequence[Table]) -> Iterator[str]:
    for table, judged in zip(tables, judgeable, strict=True):
        yield from (rule.message_vi for rule in table.rules if rule not in judged.rules)

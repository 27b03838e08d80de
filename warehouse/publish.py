"""Publishing: a finished build becomes a snapshot file under a name never used again, then the pointer moves to it.

A kill at any instant leaves the old snapshot served, or the new one; nothing between.
"""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from config.files import sync_folder, write_atomically
from warehouse.graph import Macro
from warehouse.landed import compressed_fully
from warehouse.side_by_side import run_side_by_side

EXPORTED = ("marts", "quality")


@dataclass(frozen=True)
class Pointer:
    """The content of current.json: which snapshot is served and what it was made of (docs/interfaces.md 5)."""

    id: str
    file: str
    digest: str
    content_hash: str
    known_at: datetime
    built_at: datetime
    today: str
    horizons: dict[str, str]
    held_batches: dict[str, list[str]]
    newest_event_at: dict[str, str | None]
    invented_sources: list[str]
    warnings: list[str]


def snapshot_id(built_at: datetime, digest: str, *, is_as_of: bool = False) -> str:
    """The name of a snapshot: when it was built, and the first eight characters of its digest.

    One of what was known earlier begins with another word: both kinds are asked for by id alone.
    """
    return f"{'asof' if is_as_of else 'ioc'}-{built_at:%Y%m%dT%H%M%S}-{digest[:8]}"


def export(connection: DuckDBPyConnection, target: Path, in_order: Collection[str], macros: Iterable[Macro]) -> None:
    """Write marts and quality of an open build, and `macros` over them, to a file that appears whole under `target`.

    Of the marts only those that are named `in_order` of their grain: any other holds rows of single persons and stays
    in the build. The tables of quality are sorted by all their columns.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)

    def copy(cursor: DuckDBPyConnection, table: str) -> None:
        order = "" if table in in_order else "ORDER BY ALL"
        cursor.execute(f"CREATE TABLE snapshot.{table} AS SELECT * FROM {table} {order}")

    connection.execute(f"ATTACH '{unfinished}' AS snapshot")
    try:
        for schema in EXPORTED:
            connection.execute(f"CREATE SCHEMA snapshot.{schema}")
        with compressed_fully(connection):  # what is published is kept for years
            run_side_by_side(connection, dict.fromkeys(exported_tables(connection, in_order), ()), copy)
    finally:
        connection.execute("DETACH snapshot")
    _add_macros(unfinished, macros)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    sync_folder(target.parent)


def _add_macros(file: Path, macros: Iterable[Macro]) -> None:
    """Made in the file itself, so that the tables they name are found there whatever it is attached as."""
    with duckdb.connect(str(file)) as snapshot:
        for macro in macros:
            snapshot.execute(macro.sql)
        snapshot.execute("CHECKPOINT")


def write_pointer(pointer: Pointer, path: Path) -> None:
    """Say what a snapshot is: beside its file, as something to go back to, and last as the pointer readers follow."""
    describe(pointer, path.parent)
    write_atomically(path, _json(pointer))


def describe(pointer: Pointer, folder: Path) -> None:
    """Say beside a snapshot's file in `folder` what it is."""
    write_atomically(folder / f"{pointer.id}.json", _json(pointer))


def read_pointer(path: Path) -> Pointer | None:
    """The snapshot served now, or None before the first publication."""
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    instants = {name: datetime.fromisoformat(raw[name]) for name in ("known_at", "built_at")}
    return Pointer(**raw | instants)


def exported_tables(connection: DuckDBPyConnection, published: Collection[str]) -> list[str]:
    """The tables that a snapshot holds, in order of their names: quality, and the `published` marts."""
    found = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "WHERE database_name = current_database() AND list_contains(?, schema_name) ORDER BY ALL",
        [list(EXPORTED)],
    )
    tables = [str(table) for (table,) in found.fetchall()]
    return [table for table in tables if table in published or not table.startswith("marts.")]


def _json(pointer: Pointer) -> bytes:
    return json.dumps(asdict(pointer), default=datetime.isoformat, ensure_ascii=False, indent=2).encode()

"""Publishing: a finished build becomes a snapshot file under a name never used again, then the pointer moves to it.

A kill at any instant leaves the old snapshot served, or the new one; nothing between.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from config.files import sync_folder, write_atomically
from config.places import places
from config.settings import settings

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


def snapshot_id(built_at: datetime, digest: str) -> str:
    """The name of a snapshot: when it was built, and the first eight characters of its digest."""
    return f"ioc-{built_at:%Y%m%dT%H%M%S}-{digest[:8]}"


def export(connection: DuckDBPyConnection, target: Path, grains: dict[str, tuple[str, ...]]) -> None:
    """Write marts and quality of an open build to a DuckDB file that appears whole under `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    connection.execute(f"ATTACH '{unfinished}' AS snapshot")
    for schema, table in _exported_tables(connection):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS snapshot.{schema}")
        order = f"ORDER BY {', '.join(grains[name])}" if (name := f"{schema}.{table}") in grains else "ORDER BY ALL"
        connection.execute(f"CREATE TABLE snapshot.{schema}.{table} AS SELECT * FROM {schema}.{table} {order}")
    connection.execute("CHECKPOINT snapshot")
    connection.execute("DETACH snapshot")
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    sync_folder(target.parent)


def write_pointer(pointer: Pointer, path: Path) -> None:
    """Say what a snapshot is: beside its file, as something to go back to, and last as the pointer readers follow."""
    content = json.dumps(asdict(pointer), default=datetime.isoformat, ensure_ascii=False, indent=2).encode()
    write_atomically(path.with_name(f"{pointer.id}.json"), content)
    write_atomically(path, content)


def read_pointer(path: Path) -> Pointer | None:
    """The snapshot served now, or None before the first publication."""
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    instants = {name: datetime.fromisoformat(raw[name]) for name in ("known_at", "built_at")}
    return Pointer(**raw | instants)


def prune(keep: int | None = None) -> list[Path]:
    """Delete all snapshots but the newest `keep` (IOC_KEEP_SNAPSHOTS) and the current one, and what a kill left behind.

    Returns the deleted files. Call while no build runs.
    """
    pointer = read_pointer(places().pointer)
    kept = settings().keep_snapshots if keep is None else keep
    newest_first = sorted(places().warehouse.glob("ioc-*.duckdb"), reverse=True)
    doomed = [path for path in newest_first[kept:] if pointer is None or path.name != pointer.file]
    doomed += places().warehouse.glob(".ioc-*.duckdb.*")
    for path in doomed:
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)
    return doomed


def _exported_tables(connection: DuckDBPyConnection) -> list[tuple[str, str]]:
    found = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() "
        "AND list_contains(?, schema_name) ORDER BY ALL",
        [list(EXPORTED)],
    )
    return [(str(schema), str(table)) for schema, table in found.fetchall()]

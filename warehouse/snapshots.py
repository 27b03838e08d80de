"""Opening published snapshots: read-only, one cursor per query, changing over when the pointer moves."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock

import duckdb
from duckdb import DuckDBPyConnection

from config.places import places
from warehouse.errors import SnapshotMissing, SnapshotUnreadable
from warehouse.publish import Pointer, read_pointer

LONGEST_ID = 64
CHUNK = 1024 * 1024
ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789T-")


@dataclass(frozen=True)
class Snapshot:
    """The published snapshot as the pointer describes it.

    `newest_event_at` is each source's own last event, `horizons` its newest batch that is in it.
    """

    id: str
    digest: str
    content_hash: str
    known_at: datetime
    built_at: datetime
    today: date
    newest_event_at: dict[str, datetime | None]
    horizons: dict[str, str]
    invented_sources: frozenset[str]
    held_sources: frozenset[str]


class Connections:
    """The open snapshots of this process. An old one is dropped, not closed: queries in flight end on it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Path, DuckDBPyConnection] = {}

    def cursor(self, path: Path) -> DuckDBPyConnection:
        """A cursor of its own on the file. Raises `SnapshotUnreadable` where DuckDB refuses it."""
        with self._lock:
            if path not in self._open:
                self._open = {path: _connect(path)} | dict(list(self._open.items())[:1])
            return self._open[path].cursor()


connections = Connections()
"""This process's own: one open file a snapshot, whoever asks."""


def current() -> Snapshot | None:
    """The snapshot that is served now, or None before the first publication."""
    pointer = _served()
    return None if pointer is None else as_snapshot(pointer)


def snapshot_file(snapshot_id: str | None) -> Path:
    """The file of a kept snapshot, or of the current one. Raises `SnapshotMissing`."""
    if snapshot_id is None:
        pointer = _served()
        if pointer is None:
            raise SnapshotMissing("Chưa có bản số liệu nào được công bố.")
        snapshot_id = pointer.id
    if not set(snapshot_id) <= ID_LETTERS or len(snapshot_id) > LONGEST_ID:
        raise SnapshotMissing("Tên bản số liệu không hợp lệ.")
    for folder in (places().warehouse, places().asof):
        if (path := folder / f"{snapshot_id}.duckdb").exists():
            return path
    raise SnapshotMissing(f"Bản số liệu {snapshot_id} không còn được giữ.")


def _served() -> Pointer | None:
    """What the pointer names; where that file is gone or was set aside, the newest kept snapshot that is not."""
    folder, pointer = places().warehouse, read_pointer(places().pointer)
    if pointer is None or (folder / pointer.file).exists():
        return pointer
    kept = (read_pointer(path) for path in sorted(folder.glob("ioc-*.json"), reverse=True))
    return next((each for each in kept if each is not None and (folder / each.file).exists()), pointer)


def _connect(path: Path) -> DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True)
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        # Many viewers ask at once, each for little: measured, a second thread makes every query slower.
        connection.execute("SET threads = 1")
    except duckdb.Error as error:
        # Set aside, so that the next reader falls back to the snapshot before it and the next build makes it anew.
        if not isinstance(error, duckdb.OutOfMemoryException) and _can_be_read(path):
            with suppress(OSError):
                path.rename(path.with_suffix(".damaged"))
        raise SnapshotUnreadable(f"Tệp số liệu {path.name} không mở được; dựng lại bằng lệnh ioc build.") from error
    return connection


def _can_be_read(path: Path) -> bool:
    """Whether the machine gives us all of the file, and what is wrong is what stands in it."""
    try:
        with path.open("rb") as file:
            while file.read(CHUNK):
                pass
    except OSError:
        return False
    return True


def as_snapshot(pointer: Pointer) -> Snapshot:
    """What a pointer says, as readers are told it."""
    return Snapshot(
        id=pointer.id,
        digest=pointer.digest,
        content_hash=pointer.content_hash,
        known_at=pointer.known_at,
        built_at=pointer.built_at,
        today=date.fromisoformat(pointer.today),
        newest_event_at={
            source: datetime.fromisoformat(instant) if instant else None
            for source, instant in pointer.newest_event_at.items()
        },
        horizons=pointer.horizons,
        invented_sources=frozenset(pointer.invented_sources),
        held_sources=frozenset(pointer.held_batches),
    )

"""What was deleted for good, when and why: written before the deletion, and again when it is done.

So a deletion that was interrupted is known and can be completed. A tombstone holds no personal data: batches, counts,
the reason, and of a record only the keyed hash of its key.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from config import clock
from config.files import write_atomically
from connectors.kit.landing import RAW, Manifest

TOMBSTONES = ".tombstones"

What = Literal["raw", "record"]


@dataclass(frozen=True)
class Buried:
    """What was deleted of one batch: raw pages with their bytes as stored, and rows by table."""

    stream: str
    batch: str
    pages: int
    bytes: int
    rows: dict[str, int]


@dataclass(frozen=True)
class Tombstone:
    """One deletion: expired raw pages, or one record. `finished_at` is None until all of it is done."""

    id: str
    source: str
    what: What
    why: str
    key_hash: str | None
    started_at: datetime
    finished_at: datetime | None
    batches: tuple[Buried, ...]


def begin(
    landing: Path, source_id: str, what: What, why: str, batches: Sequence[Buried], key_hash: str | None = None
) -> Tombstone:
    """Write what is about to be deleted. Only while holding the source's lock."""
    now = clock.now()
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    tombstone = Tombstone(name, source_id, what, why, key_hash, now, None, tuple(batches))
    write(landing, tombstone)
    return tombstone


def finish(landing: Path, tombstone: Tombstone) -> None:
    """Write that all of it is deleted."""
    write(landing, replace(tombstone, finished_at=clock.now()))


def write(landing: Path, tombstone: Tombstone) -> None:
    """Write a tombstone over what it said before."""
    text = json.dumps(asdict(tombstone), default=datetime.isoformat, ensure_ascii=False, indent=2)
    write_atomically(landing / tombstone.source / TOMBSTONES / f"{tombstone.id}.json", text.encode())


def tombstones(landing: Path, source_id: str) -> list[Tombstone]:
    """All tombstones of a source, oldest first."""
    return [_read(path) for path in sorted((landing / source_id / TOMBSTONES).glob("*.json"))]


def buried(manifest: Manifest, rows: dict[str, int]) -> Buried:
    """What is deleted of a batch: its raw pages as far as they are still there, and these of its rows."""
    pages = manifest.pages if (manifest.folder / RAW).exists() else ()
    return Buried(manifest.stream, manifest.batch, len(pages), sum(page.bytes for page in pages), rows)


def folders(landing: Path, tombstone: Tombstone) -> Iterable[Path]:
    """The folders of the batches that a tombstone names."""
    return (landing / tombstone.source / one.stream / one.batch for one in tombstone.batches)


def _read(path: Path) -> Tombstone:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    instants = {name: raw[name] and datetime.fromisoformat(raw[name]) for name in ("started_at", "finished_at")}
    return Tombstone(**raw | instants | {"batches": tuple(Buried(**one) for one in raw["batches"])})

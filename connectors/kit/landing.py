"""What has landed: manifests of batches, and where their rows lie. The one part of the kit that the builder reads.

A batch is a folder that appeared by one rename, so whatever is found here is whole. `.partial` is never looked into.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

MANIFEST = "manifest.json"
REPLAYED = "replayed.json"
ROWS = "rows"
RAW = "raw"
PARTIAL = ".partial"


@dataclass(frozen=True)
class Window:
    """What a batch covers: dates of the source from `from_date` up to, not including, `until_date` (Vietnamese dates).

    `changed_after` is set while pulling increments only and is not written to manifests.
    """

    from_date: date | None = None
    until_date: date | None = None
    changed_after: datetime | None = None

    def __str__(self) -> str:
        if self.from_date and self.until_date:
            return f"từ {self.from_date:%d/%m/%Y} đến trước {self.until_date:%d/%m/%Y}"
        return f"thay đổi sau {self.changed_after:%d/%m/%Y %H:%M:%S%z}" if self.changed_after else ""


@dataclass(frozen=True)
class PageEntry:
    """One raw page: its name ("000001" …), size in bytes and SHA-256, both of the encrypted file as stored."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class ControlTotal:
    """The source's own count of records in a window, beside the distinct keys that came."""

    window: Window
    total: int
    distinct_keys: int


@dataclass(frozen=True)
class Manifest:
    """One landed batch. `folder` is where it lies; `rows_folder` is the valid rows below it ("rows" or "rows@…").

    `content_sha256` is over the pages as received; `rows` counts the rows of the valid rows folder, by table, and
    `contract_version` and `parser_version` are those that wrote it. Watermarks are instants of the source's clock.
    """

    source: str
    stream: str
    batch: str
    kind: str
    window: Window | None
    landed_at: datetime
    watermark_before: datetime | None
    watermark_after: datetime | None
    contract_version: str
    parser_version: str
    invented: bool
    pages: tuple[PageEntry, ...]
    rows: Mapping[str, int]
    source_totals: tuple[ControlTotal, ...]
    content_sha256: str
    folder: Path
    rows_folder: str = ROWS

    def rows_file(self, table: str) -> Path:
        """The valid Parquet file of one of the batch's tables."""
        return self.folder / self.rows_folder / f"{table}.parquet"


def manifests(landing: Path, source_id: str) -> list[Manifest]:
    """All batches of a source below `landing` (places().landing), in the order in which they landed."""
    found = [_read(path) for path in (landing / source_id).glob(f"[!.]*/*/{MANIFEST}")]
    return sorted(found, key=lambda manifest: manifest.landed_at)


def rows_files(manifest: Manifest) -> Mapping[str, Path]:
    """The valid Parquet files of a batch, {table: path}."""
    return MappingProxyType({table: manifest.rows_file(table) for table in manifest.rows})


def find_batch(landing: Path, batch: str) -> Manifest | None:
    """The batch of this name in whatever source and stream, or None."""
    if not batch or any(sign in batch for sign in "/*?["):
        return None
    return next((_read(path) for path in landing.glob(f"[!.]*/[!.]*/{batch}/{MANIFEST}")), None)


def manifest_json(manifest: Manifest) -> bytes:
    """The content of manifest.json, as docs/interfaces.md 2 lists it."""
    content: dict[str, object] = {
        name: getattr(manifest, name)
        for name in (
            *("source", "stream", "batch", "kind", "contract_version", "parser_version", "invented", "content_sha256"),
        )
    }
    content["window"] = manifest.window and _window_json(manifest.window)
    for name in ("landed_at", "watermark_before", "watermark_after"):
        instant = getattr(manifest, name)
        content[name] = instant and instant.isoformat(timespec="milliseconds")
    content["pages"] = [vars(page) for page in manifest.pages]
    content["rows"] = dict(manifest.rows)
    content["source_totals"] = [
        {**_window_json(total.window), "total": total.total, "distinct_keys": total.distinct_keys}
        for total in manifest.source_totals
    ]
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _read(path: Path) -> Manifest:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    instants = {name: _instant(raw[name]) for name in ("watermark_before", "watermark_after")}
    return Manifest(
        **raw
        | instants
        | {
            "window": raw["window"] and _window(raw["window"]),
            "landed_at": datetime.fromisoformat(raw["landed_at"]),
            "pages": tuple(PageEntry(**page) for page in raw["pages"]),
            "source_totals": tuple(_totals(raw["source_totals"])),
            "folder": path.parent,
        }
        | _replayed(path.parent)
    )


def _replayed(folder: Path) -> dict[str, Any]:
    try:
        raw: dict[str, Any] = json.loads((folder / REPLAYED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: raw[name] for name in ("rows_folder", "rows", "contract_version", "parser_version")}


def _totals(raw: list[dict[str, Any]]) -> Iterator[ControlTotal]:
    for entry in raw:
        yield ControlTotal(_window(entry), entry["total"], entry["distinct_keys"])


def _window(raw: Mapping[str, str]) -> Window:
    return Window(date.fromisoformat(raw["from"]), date.fromisoformat(raw["until"]))


def _window_json(window: Window) -> dict[str, str]:
    if window.from_date is None or window.until_date is None:
        raise ValueError("khoảng ngày của một đợt phải có hai đầu")
    return {"from": window.from_date.isoformat(), "until": window.until_date.isoformat()}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

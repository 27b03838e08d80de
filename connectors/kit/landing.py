"""What has landed: manifests of batches, and where their rows lie. The one part of the kit that the builder reads.

A batch is a folder that appeared by one rename, so whatever is found here is whole. `.partial` is never looked into.
A block holds the rows and the manifests of many batches, so that a year of them is read without opening each.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from connectors.kit.batch_parts import BY_HAND as BY_HAND
from connectors.kit.batch_parts import UPLOAD as UPLOAD
from connectors.kit.batch_parts import WITHDRAWAL as WITHDRAWAL
from connectors.kit.batch_parts import ByHand as ByHand
from connectors.kit.batch_parts import ControlTotal as ControlTotal
from connectors.kit.batch_parts import PageEntry as PageEntry
from connectors.kit.batch_parts import Watermark as Watermark
from connectors.kit.batch_parts import Window as Window

MANIFEST = "manifest.json"
REPLAYED = "replayed.json"
ROWS = "rows"
RAW = "raw"
PARTIAL = ".partial"
BLOCKS = ".blocks"
BLOCK = "block.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One landed batch. `rows_folder` is the valid rows below its folder ("rows" or "rows@…").

    `by_hand` says who brought it, where a person did. `block` names the block that holds these rows, where one does;
    the folder may then be gone. `content_sha256` is over the pages as received; `rows` counts the valid rows by table,
    and `contract_version` and `parser_version` are those that wrote them.
    """

    source: str
    stream: str
    batch: str
    kind: str
    window: Window | None
    landed_at: datetime
    watermark_before: Watermark | None
    watermark_after: Watermark | None
    contract_version: str
    parser_version: str
    invented: bool
    pages: tuple[PageEntry, ...]
    rows: Mapping[str, int]
    source_totals: tuple[ControlTotal, ...]
    content_sha256: str
    stream_folder: Path
    rows_folder: str = ROWS
    block: str | None = None
    by_hand: ByHand | None = None

    @property
    def folder(self) -> Path:
        """Where the batch lies, or lay."""
        return self.stream_folder / self.batch

    def rows_file(self, table: str) -> Path:
        """The Parquet file with the valid rows of one table. A block's file holds those of other batches too: `_batch`
        tells them apart, and rows of batches that do not name this file are no longer valid.
        """
        if self.block is None:
            return self.folder / self.rows_folder / f"{table}.parquet"
        return _file_in_block(self.stream_folder, self.block, table)


@dataclass(frozen=True)
class Block:
    """The rows of many batches of one stream, a file a table. `manifests` are the batches as they were written to it,
    in order of landing; the blocks it `replaces` no longer count.
    """

    name: str
    folder: Path
    replaces: tuple[str, ...]
    manifests: tuple[Manifest, ...]


@lru_cache(maxsize=256)
def _file_in_block(stream: Path, block: str, table: str) -> Path:
    return stream / BLOCKS / block / ROWS / f"{table}.parquet"


def manifests(landing: Path, source_id: str) -> list[Manifest]:
    """All batches of a source below `landing` (places().landing), in the order in which they landed."""
    found = (manifest for stream in streams(landing / source_id) for manifest in _of_stream(stream))
    return sorted(found, key=lambda manifest: manifest.landed_at)


def standing(landed: Iterable[Manifest]) -> list[Manifest]:
    """Those of a source's batches that count: a file that was taken back does not, from the batch on that says so."""
    batches = list(landed)
    withdrawn = {each.by_hand.withdraws for each in batches if each.by_hand}
    return [each for each in batches if each.batch not in withdrawn]


def newest_batch(landing: Path, source_id: str) -> str | None:
    """The name of a source's newest batch, by names alone: the newest of a stream always lie in their own folders."""
    names = (path.parent.name for path in (landing / source_id).glob(f"[!.]*/[!.]*/{MANIFEST}"))
    return max(names, default=None)


def is_brought(landing: Path, source_id: str) -> bool:
    """Whether the newest batch of a source was brought by a person: what an office without an account lives by."""
    newest = newest_batch(landing, source_id)
    found = (landing / source_id).glob(f"[!.]*/{newest}") if newest else ()
    return any(_read(folder).kind in BY_HAND for folder in found)


def streams(folder: Path) -> list[Path]:
    """The folders of a source's streams, also of those its contract no longer names."""
    return sorted(path for path in folder.glob("[!.]*") if path.is_dir())


def blocks(stream: Path) -> list[Block]:
    """The blocks of a stream's folder that count, oldest first."""
    found = all_blocks(stream)
    replaced = {name for block in found for name in block.replaces}
    return [block for block in found if block.name not in replaced]


def all_blocks(stream: Path) -> list[Block]:
    """The blocks of a stream's folder, replaced ones too, oldest first."""
    found = (_read_block(path) for path in (stream / BLOCKS).glob(f"*/{BLOCK}"))
    return sorted(found, key=lambda block: block.manifests[0].landed_at)


def rows_files(manifest: Manifest) -> Mapping[str, Path]:
    """The valid Parquet files of a batch, {table: path}."""
    return MappingProxyType({table: manifest.rows_file(table) for table in manifest.rows})


def find_batch(landing: Path, batch: str) -> Manifest | None:
    """The batch of this name in whatever source and stream, or None."""
    landed = (manifest for source in streams(landing) for manifest in manifests(landing, source.name))
    return next((manifest for manifest in landed if manifest.batch == batch), None)


def _of_stream(stream: Path) -> Iterator[Manifest]:
    # Folders first: one that goes meanwhile is covered by a block, and blocks are read after it.
    names = [entry.name for entry in os.scandir(stream) if not entry.name.startswith(".")]
    covered = {manifest.batch: manifest for block in blocks(stream) for manifest in block.manifests}
    yield from map(_as_it_stands, covered.values())
    loose = (stream / name for name in names if name not in covered)
    yield from (_read(folder) for folder in loose if (folder / MANIFEST).exists())


def _as_it_stands(covered: Manifest) -> Manifest:
    """A batch of a block, or of its own folder where its rows were written anew since."""
    newer = _replayed(covered.stream_folder, covered.batch)
    if newer.get("rows_folder", covered.rows_folder) == covered.rows_folder:
        return covered
    return replace(covered, block=None, **newer)


def _read_block(path: Path) -> Block:
    raw: dict[str, Any] = orjson.loads(path.read_bytes())
    folder, stream = path.parent, path.parents[2]
    covered = (_manifest(each, stream, folder.name) for each in raw["manifests"])
    return Block(folder.name, folder, tuple(raw["replaces"]), tuple(covered))


def _read(folder: Path) -> Manifest:
    raw: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
    return _manifest(raw | _replayed(folder.parent, folder.name), folder.parent, None)


def _manifest(raw: Mapping[str, Any], stream: Path, block: str | None) -> Manifest:
    marks = {name: _watermark(raw[name]) for name in ("watermark_before", "watermark_after")}
    return Manifest(
        **{
            **raw,
            **marks,
            "window": raw["window"] and _window(raw["window"]),
            "landed_at": datetime.fromisoformat(raw["landed_at"]),
            "pages": tuple(map(_page, raw["pages"])),
            "source_totals": tuple(_totals(raw["source_totals"])),
            "by_hand": _by_hand(raw.get("by_hand")),
            "stream_folder": stream,
            "block": block,
        }
    )


def _replayed(stream: Path, batch: str) -> dict[str, Any]:
    path = f"{stream}/{batch}/{REPLAYED}"
    # Asked for each of thousands of batches, of which few have it: a question is cheaper than an exception.
    if not os.path.exists(path):  # noqa: PTH110
        return {}
    raw: dict[str, Any] = orjson.loads(Path(path).read_bytes())
    return {name: raw[name] for name in ("rows_folder", "rows", "contract_version", "parser_version")}


def _by_hand(raw: Mapping[str, Any] | None) -> ByHand | None:
    return None if raw is None else ByHand(**{**raw, "at": datetime.fromisoformat(raw["at"])})


def _totals(raw: list[dict[str, Any]]) -> Iterator[ControlTotal]:
    for entry in raw:
        yield ControlTotal(_window(entry), entry["total"], entry["distinct_keys"])


def _window(raw: Mapping[str, str | None]) -> Window:
    since, until = (date.fromisoformat(day) if day else None for day in (raw["from"], raw["until"]))
    return Window(since, until)


def _page(raw: Mapping[str, Any]) -> PageEntry:
    changed_at = raw.get("changed_at")
    return PageEntry(**raw) if changed_at is None else PageEntry(**{**raw, "changed_at": _watermark(changed_at)})


def _watermark(written: str | int | None) -> Any:
    return datetime.fromisoformat(written) if isinstance(written, str) else written

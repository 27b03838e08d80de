"""Writes one batch so that it appears whole, by one rename, or not at all.

Everything is written and synced below `.partial`; a killed pull leaves only that, and the next pull removes it. Only
the holder of the source's lock writes here.
"""

import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import clock
from config.files import sync_file, sync_folder, write_atomically
from connectors.kit.contract import Source
from connectors.kit.errors import LandingFull
from connectors.kit.landing import (
    BY_HAND,
    MANIFEST,
    PARTIAL,
    RAW,
    REPLAYED,
    ROWS,
    ByHand,
    ControlTotal,
    Manifest,
    PageEntry,
    Watermark,
    Window,
)
from connectors.kit.manifest_json import manifest_json
from connectors.kit.pages import Connector, RawPage
from connectors.kit.privacy import Keys, PageCipher, new_data_key
from connectors.kit.readings import Reading, reading
from connectors.kit.rows import Added, RowsWriter

KEY = "key"
MILLISECOND = timedelta(milliseconds=1)
SYNCED_AT_ONCE = 16


@dataclass(frozen=True)
class Writing:
    """What all batches of one pull share."""

    contract: Source
    connector: Connector
    keys: Keys
    landing: Path
    is_invented: bool

    def reading(self, kind: str) -> Reading:
        """How the pages of a batch of this kind are read."""
        return Reading(self.contract, self.connector) if kind not in BY_HAND else reading(self.contract, kind)


@dataclass(frozen=True)
class Coverage:
    """What a batch stands for: the dates it covers, from where to where it goes on, and the source's own counts; who
    brought it, where a person did."""

    window: Window | None = None
    watermark_before: Watermark | None = None
    watermark_after: Watermark | None = None
    source_totals: tuple[ControlTotal, ...] = ()
    by_hand: ByHand | None = None


class BatchWriter:
    """A batch being written; `land` makes it visible. Made by `open_batch`, which removes what does not land."""

    def __init__(self, writing: Writing, stream: str, kind: str, newest: Manifest | None) -> None:
        self._writing = writing
        self._stream = stream
        self._kind = kind
        self._after = _earliest(newest)
        self.name = f"{_stamp(self._after)}-{secrets.token_hex(4)}"
        self.folder = writing.landing / writing.contract.id / PARTIAL / self.name
        self._reading = writing.reading(kind)
        self._rows = RowsWriter(self._reading, stream, writing.keys.identifier_hash, self.name)
        self._pages: list[PageEntry] = []
        self._content = hashlib.sha256()
        data_key = new_data_key()
        self._cipher = PageCipher(data_key, f"{writing.contract.id}/{stream}/{self.name}")
        (self.folder / RAW).mkdir(parents=True)
        _write(self.folder / RAW / KEY, writing.keys.wrap(data_key))
        self._rows.open(self.folder / ROWS)

    @property
    def content_sha256(self) -> str:
        """Over the pages as received, each by its own digest."""
        return self._content.hexdigest()

    def add(self, page: RawPage) -> Added:
        """Store a page and its rows. Raises `ContractBroken`."""
        number = len(self._pages) + 1
        name = f"{number:06d}"
        added = self._rows.add(number, page)
        stored = self._cipher.seal(name, page.content)
        with (self.folder / RAW / name).open("xb") as file:
            file.write(stored)
        received = hashlib.sha256(page.content)
        told = (page.origin, page.changed_at, received.hexdigest()) if page.origin else (None, None, None)
        self._pages.append(PageEntry(name, len(stored), hashlib.sha256(stored).hexdigest(), *told))
        self._content.update(received.digest())
        return added

    def close_rows(self) -> dict[str, int]:
        """Finish the rows, {table: count}. Raises `ContractBroken`; nothing may be added any more."""
        return dict(self._rows.close())

    def land(self, rows: dict[str, int], covers: Coverage) -> Manifest:
        """Make the batch visible, with the counts that `close_rows` gave. The instant of this is its `landed_at`."""
        contract = self._writing.contract
        manifest = Manifest(
            source=contract.id,
            stream=self._stream,
            batch=self.name,
            kind=self._kind,
            window=covers.window,
            landed_at=max(_now(), self._after),
            watermark_before=covers.watermark_before,
            watermark_after=covers.watermark_after,
            contract_version=contract.version,
            parser_version=self._reading.reader.PARSER_VERSION,
            invented=self._writing.is_invented,
            pages=tuple(self._pages),
            rows=rows,
            source_totals=covers.source_totals,
            content_sha256=self.content_sha256,
            stream_folder=self._writing.landing / contract.id / self._stream,
            by_hand=covers.by_hand,
        )
        _sync([self.folder / RAW / page.name for page in self._pages])
        _write(self.folder / MANIFEST, manifest_json(manifest))
        _appear(self.folder, manifest.folder)
        return manifest

    def abandon(self) -> None:
        """Remove what was not landed."""
        self._rows.abandon()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def open_batch(writing: Writing, stream: str, kind: str, newest: Manifest | None) -> Iterator[BatchWriter]:
    """A batch to fill and `land`; whatever did not land by the end is removed. Raises `LandingFull`.

    `newest` is the source's newest batch: names and `landed_at` are made later than its.
    """
    with _room_for(writing.contract):
        batch = BatchWriter(writing, stream, kind, newest)
        try:
            yield batch
        finally:
            batch.abandon()


def remove_partial(landing: Path, source_id: str) -> None:
    """Remove what killed pulls left behind. Only while holding the source's lock."""
    shutil.rmtree(landing / source_id / PARTIAL, ignore_errors=True)


def appear_rows(contract: Source, beside: Path, place: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill the folder `beside`, then make it visible as `place`. Raises `LandingFull`."""
    with _room_for(contract):
        shutil.rmtree(beside, ignore_errors=True)
        write(beside)
        shutil.rmtree(place, ignore_errors=True)
        _appear(beside, place)


def name_rows(manifest: Manifest) -> None:
    """Make `manifest.rows_folder` the valid rows of a landed batch, with the counts and versions of `manifest`."""
    content = {
        "rows_folder": manifest.rows_folder,
        "rows": dict(manifest.rows),
        "contract_version": manifest.contract_version,
        "parser_version": manifest.parser_version,
        "written_at": clock.now().isoformat(timespec="milliseconds"),
    }
    write_atomically(manifest.folder / REPLAYED, json.dumps(content, indent=2).encode())


def vanish(folder: Path, landing: Path, source_id: str) -> None:
    """Delete a folder of a source so that it is there whole or not at all, also when this is killed."""
    aside = landing / source_id / PARTIAL / f"{folder.parent.name}-{folder.name}-{secrets.token_hex(4)}"
    aside.parent.mkdir(exist_ok=True)
    folder.rename(aside)
    sync_folder(folder.parent)
    shutil.rmtree(aside)


@contextmanager
def _room_for(contract: Source) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sentence = "Hết chỗ trên đĩa để lưu dữ liệu nhận về; hãy giải phóng chỗ trong IOC_HOME rồi lấy lại"
        raise LandingFull(sentence, source=contract.id) from error


def _appear(folder: Path, place: Path) -> None:
    for each in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync_folder(each)
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    sync_folder(place.parent)
    sync_folder(place.parent.parent)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(paths: Iterable[Path]) -> None:
    """Sync files side by side: a disk writes what many ask for in one go, where one after the other takes minutes."""
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        list(pool.map(sync_file, paths))


def _now() -> datetime:
    """The clock's instant to the millisecond, which is what manifests hold."""
    now = clock.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _earliest(newest: Manifest | None) -> datetime:
    """Now, or just after the newest batch where the clock stands still or was set back."""
    now = _now()
    return max(now, newest.landed_at.astimezone(now.tzinfo) + MILLISECOND) if newest else now


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f")[:-3]

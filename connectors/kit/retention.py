"""Raw pages are kept `raw_days` (source.toml) and no longer; the rows made from them stay.

The wrapped key goes first: without it the pages can be read by nobody, whatever becomes of their bytes.
"""

import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from config import clock
from config.files import sync_folder
from connectors.kit.batch import KEY
from connectors.kit.blocks import retire
from connectors.kit.contract import Source
from connectors.kit.landing import RAW, manifests
from connectors.kit.tombstones import Tombstone, begin, buried, finish, folders, tombstones


def expire_raw(contract: Source, landing: Path) -> Iterator[tuple[str, int]]:
    """Delete the raw pages of a source that are older than `raw_days`; yields (batch, pages) of each batch.

    Only while holding the locks of the source and of the build. What was interrupted is completed first, under its own
    tombstone.
    """
    for tombstone in tombstones(landing, contract.id):
        if tombstone.what == "raw" and tombstone.finished_at is None:
            yield from _carry_out(landing, tombstone)
    before = clock.now() - timedelta(days=contract.raw_days)
    landed = (manifest for manifest in manifests(landing, contract.id) if manifest.landed_at < before)
    expired = [buried(manifest, {}) for manifest in landed if (manifest.folder / RAW).exists()]
    if expired:
        why = f"hết hạn lưu {contract.raw_days} ngày"
        yield from _carry_out(landing, begin(landing, contract.id, "raw", why, expired))
    retire(landing, contract.id)


def drop_raw(batches: Iterable[Path]) -> None:
    """Delete the raw pages of batches for good: first all their keys, then the pages."""
    raw = [folder / RAW for folder in batches if (folder / RAW).exists()]
    for folder in raw:
        # A rotation of keys that was killed may have left a second one beside it.
        for key in (*folder.glob(f".{KEY}.*"), folder / KEY):
            key.unlink(missing_ok=True)
        sync_folder(folder)
    for folder in raw:
        shutil.rmtree(folder)


def _carry_out(landing: Path, tombstone: Tombstone) -> Iterator[tuple[str, int]]:
    drop_raw(folders(landing, tombstone))
    finish(landing, tombstone)
    yield from ((one.batch, one.pages) for one in tombstone.batches)

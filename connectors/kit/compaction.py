"""Gathers small batches into blocks, so that a year of pulls every quarter of an hour is read as fast as one batch.

A block is merged into the next one as soon as that is not much smaller. So there are never more blocks than doublings
of the rows, and each row is written again only a few times in its life.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from connectors.kit.blocks import Merge, current, retire, write_block
from connectors.kit.contract import Source
from connectors.kit.landing import Block, Manifest, blocks, manifests, streams

# The newest stay as they landed: held batches and the newest of a source are told by their folders.
NEWEST_LEFT_ALONE = 4
WORTH_A_BLOCK = 16
# A block up to this many times as large as what is merged goes into it, so that each is at least twice the next.
ABSORBED_UP_TO = 2


def compact_source(contract: Source, landing: Path) -> Iterator[tuple[str, int]]:
    """Gather what is worth it in every stream of a source; yields (block, rows) of each block written.

    Only while holding the locks of the source and of the build. Killed at any instant, it leaves the same content; the
    next run clears up. Raises `LandingFull` or `LandingDamaged`.
    """
    retire(landing, contract.id)
    landed = manifests(landing, contract.id)
    for stream in streams(landing / contract.id):
        of_stream = [manifest for manifest in landed if manifest.stream == stream.name]
        for merge in merges(of_stream, blocks(stream)):
            yield write_block(contract, landing, merge), _size_of_rows(merge.manifests)
    retire(landing, contract.id)


def merges(landed: Sequence[Manifest], existing: Sequence[Block]) -> list[Merge]:
    """The blocks to write for a stream: one of what is loose and of blocks not much larger, and anew each block some
    of whose rows are no longer valid. `landed` and `existing` are in order of landing.
    """
    covered = {manifest.batch for block in existing for manifest in block.manifests}
    gathered = [manifest for manifest in landed[:-NEWEST_LEFT_ALONE] if manifest.batch not in covered]
    kept, absorbed = list(existing), list[Block]()
    if len(gathered) < WORTH_A_BLOCK:
        gathered = []
    while gathered and kept and _size(kept[-1].manifests) <= ABSORBED_UP_TO * _size(gathered):
        absorbed.append(kept.pop())
        gathered += absorbed[-1].manifests
    found = [Merge(current(block.manifests, landed), (block.name,)) for block in kept]
    stale = [merge for merge in found if any(manifest.block is None for manifest in merge.manifests)]
    fresh = Merge(current(gathered, landed), tuple(block.name for block in absorbed))
    return [*stale, fresh] if gathered else stale


def _size(covered: Iterable[Manifest]) -> int:
    """What it costs to write batches again; one without rows costs as well."""
    return sum(1 + sum(manifest.rows.values()) for manifest in covered)


def _size_of_rows(covered: Iterable[Manifest]) -> int:
    return sum(sum(manifest.rows.values()) for manifest in covered)

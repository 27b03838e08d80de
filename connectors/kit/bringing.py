"""A pull under way, and how the pages of one window or one increment come into its batch, counted as they come."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from config.outcomes import SourceTotal
from connectors.kit.batch import BatchWriter, Writing
from connectors.kit.contract import Stream
from connectors.kit.landing import BY_HAND, ControlTotal, Manifest, Window
from connectors.kit.pages import RawPage, prefetched
from connectors.kit.rows import records

# A window whose count differs from the source's total is pulled this often in all.
PASSES = 2


@dataclass(frozen=True)
class Pull:
    """One pull under way. `landed` are the source's batches oldest first, `done` those of this pull, `counted` the
    source's own totals that no batch tells, since nothing landed of what was counted; they grow.
    """

    writing: Writing
    client: Any
    landed: list[Manifest]
    done: list[Manifest] = field(default_factory=list)
    counted: list[SourceTotal] = field(default_factory=list)

    def of(self, stream: Stream) -> list[Manifest]:
        """The batches to go on from: of this stream, of the same system (real or invented), brought by no person."""
        invented = self.writing.is_invented
        pulled = (one for one in self.landed if one.stream == stream.name and one.kind not in BY_HAND)
        return [one for one in pulled if one.invented == invented]

    def newest(self) -> Manifest | None:
        """The source's newest batch."""
        return self.landed[-1] if self.landed else None

    def note(self, manifest: Manifest) -> None:
        """Remember a batch that landed."""
        self.landed.append(manifest)
        self.done.append(manifest)

    def tell(self, stream: Stream, totals: Iterable[ControlTotal]) -> None:
        """Remember what the source counted, beside what came, where no batch will say so."""
        for each in totals:
            window = (each.window.from_date, each.window.until_date)
            told = SourceTotal(stream.name, *window, each.total, each.distinct_keys, self.writing.is_invented)
            self.counted.append(told)


class Landed(list[tuple[str, int]]):
    """(batch, rows) of what landed, `by_hand` of them by people, whatever becomes of the pull itself; and what the
    source `counted` that no batch tells."""

    by_hand = 0
    counted: Sequence[SourceTotal] = ()

    def take(self, pulled: Pull) -> None:
        """What became of a pull so far."""
        self += [(one.batch, sum(one.rows.values())) for one in pulled.done]
        self.counted = pulled.counted


@dataclass(frozen=True)
class Brought:
    """What came of a window: the source's own total (None where it has none), records by its ids, keys of rows."""

    total: int | None
    record_count: int
    key_count: int

    def control_totals(self, window: Window) -> tuple[ControlTotal, ...]:
        """The source's total beside ours, where it has one."""
        return () if self.total is None else (ControlTotal(window, self.total, self.key_count),)


def bring_counted(pull: Pull, batch: BatchWriter, stream: Stream, window: Window) -> Brought:
    """Bring a window until it holds as many records as the source counts, before and after: a record that vanishes
    from a page already read takes another one with it, and the total alone would agree.

    All passes stay in the batch: what one of them skipped another may hold, and repeats are told apart later.
    """
    connector = pull.writing.connector
    identities: set[object] = set()
    keys: set[object] = set()
    total = connector.count(stream.name, window, pull.client)
    for _ in range(PASSES):
        before = total
        for page in prefetched(connector.fetch(stream.name, window, pull.client)):
            added = batch.add(page)
            identities.update(added.identities)
            keys.update(added.keys)
        total = connector.count(stream.name, window, pull.client)
        if total is None or before == total == len(identities):
            break
    return Brought(total, len(identities), len(keys))


def bring_unseen(pull: Pull, batch: BatchWriter, stream: Stream, window: Window, seen: set[bytes]) -> int:
    """Bring the pages of an increment that hold a record not in `seen`, which grows; how many pages were read."""
    page_count = 0
    for page in prefetched(pull.writing.connector.fetch(stream.name, window, pull.client)):
        page_count += 1
        held = set(_digests(pull, stream, page))
        if not held <= seen:
            batch.add(page)
            seen |= held
    return page_count


def _digests(pull: Pull, stream: Stream, page: RawPage) -> Iterator[bytes]:
    for table in stream.tables:
        for record in records(pull.writing.connector, pull.writing.contract, stream.name, table, page):
            yield hashlib.sha256(orjson.dumps(record)).digest()

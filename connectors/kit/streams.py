"""Pulls one stream of a source in the way its contract asks for: whole, by windows, by increments, or its keys only.

Paging is not a snapshot: what changes in mid-pull makes records skip or repeat. So windows are closed by the source's
own total, increments end with a sweep of what changed meanwhile, and the watermark is an instant of the source's clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from config import clock
from connectors.kit.already import brings_nothing_new
from connectors.kit.batch import BatchWriter, Coverage, Writing, open_batch
from connectors.kit.contract import Stream
from connectors.kit.errors import TotalsDiffer
from connectors.kit.http import SourceClient
from connectors.kit.landing import ROWS, ControlTotal, Manifest, Window
from connectors.kit.pages import prefetched
from connectors.kit.windows import BACKFILL, FULL, INCREMENTAL, RECONCILIATION, cut, missing_windows, watermark

# A window whose count differs from the source's total is pulled this often in all.
PASSES = 2


@dataclass(frozen=True)
class Pull:
    """One pull under way. `landed` are the source's batches oldest first, `done` those of this pull; both grow."""

    writing: Writing
    client: SourceClient
    landed: list[Manifest]
    done: list[Manifest] = field(default_factory=list)

    def of(self, stream: Stream) -> list[Manifest]:
        """The batches to go on from: of this stream, and of the same system (real or invented)."""
        invented = self.writing.is_invented
        return [one for one in self.landed if one.stream == stream.name and one.invented == invented]

    def newest(self) -> Manifest | None:
        """The source's newest batch."""
        return self.landed[-1] if self.landed else None

    def note(self, manifest: Manifest) -> None:
        """Remember a batch that landed."""
        self.landed.append(manifest)
        self.done.append(manifest)


def pull_full(pull: Pull, stream: Stream) -> None:
    """Bring a whole catalogue; it lands only if the source sent anything else than last time."""
    before = pull.of(stream)
    with open_batch(pull.writing, stream.name, FULL, pull.newest()) as batch:
        _bring(pull, batch, stream, Window())
        rows = batch.close_rows()
        if not before or before[-1].content_sha256 != batch.content_sha256:
            pull.note(batch.land(rows, Coverage()))


def pull_missing_windows(pull: Pull, stream: Stream) -> None:
    """Bring the windows of applied dates that have not landed yet."""
    first_day = date.fromisoformat(pull.writing.contract.first_day)
    pull_windows(pull, stream, missing_windows(pull.of(stream), first_day, clock.today(), stream.window_days or 1))


def pull_range(pull: Pull, stream: Stream, from_date: date, until_date: date) -> None:
    """Bring [from_date, until_date) of applied dates, whether or not it has landed."""
    pull_windows(pull, stream, cut(from_date, until_date, stream.window_days or 1))


def pull_windows(pull: Pull, stream: Stream, windows: Sequence[Window]) -> None:
    """Bring each window as a batch of its own, so that a killed backfill loses at most one."""
    for window in windows:
        began = _source_instant(pull, stream)
        with open_batch(pull.writing, stream.name, BACKFILL, pull.newest()) as batch:
            total = _bring_counted(pull, batch, stream, window)[0]
            rows = batch.close_rows()
            pull.note(batch.land(rows, Coverage(window, watermark_after=began, source_totals=(total,))))


def pull_increment(pull: Pull, stream: Stream) -> None:
    """Bring what changed since the watermark, then what changed while that was brought. Nothing new lands nothing."""
    before = watermark(pull.of(stream))
    began = _source_instant(pull, stream)
    with open_batch(pull.writing, stream.name, INCREMENTAL, pull.newest()) as batch:
        after = before - timedelta(minutes=stream.overlap_minutes) if before else None
        _bring(pull, batch, stream, Window(changed_after=after))
        if began is not None:
            _bring(pull, batch, stream, Window(changed_after=began))
        rows = batch.close_rows()
        has_moved = began is not None and (before is None or began > before)
        if sum(rows.values()) and (has_moved or not _all_landed(pull, batch, stream, rows)):
            after = max(filter(None, (before, began)), default=None)
            pull.note(batch.land(rows, Coverage(watermark_before=before, watermark_after=after)))


def pull_keys(pull: Pull, stream: Stream) -> None:
    """Bring the list of all keys as one batch, up to yesterday: only it says which records are gone.

    Raises `TotalsDiffer` where keys are missing after the second try: their records would count as deleted.
    """
    first_day = date.fromisoformat(pull.writing.contract.first_day)
    whole = Window(first_day, clock.today())
    totals: list[ControlTotal] = []
    with open_batch(pull.writing, stream.name, RECONCILIATION, pull.newest()) as batch:
        for window in cut(first_day, clock.today(), stream.window_days or 1):
            total, record_count = _bring_counted(pull, batch, stream, window)
            if record_count < total.total:
                raise TotalsDiffer(_shortfall(total.total, record_count), **_where(pull, stream, window))
            totals.append(total)
        rows = batch.close_rows()
        pull.note(batch.land(rows, Coverage(whole, source_totals=tuple(totals))))


def _bring(pull: Pull, batch: BatchWriter, stream: Stream, window: Window) -> None:
    for page in prefetched(pull.writing.connector.fetch(stream.name, window, pull.client)):
        batch.add(page)


def _bring_counted(pull: Pull, batch: BatchWriter, stream: Stream, window: Window) -> tuple[ControlTotal, int]:
    """Bring a window until it holds as many records as the source counts; its total, and how many records came.

    Both passes stay in the batch: what one of them skipped the other may hold, and repeats are told apart later.
    """
    connector = pull.writing.connector
    records: set[object] = set()
    keys: set[object] = set()
    for _ in range(PASSES):
        for page in prefetched(connector.fetch(stream.name, window, pull.client)):
            added = batch.add(page)
            records.update(added.identities)
            keys.update(added.keys)
        total = connector.count(stream.name, window, pull.client)
        if total == len(records):
            break
    return ControlTotal(window, total, len(keys)), len(records)


def _source_instant(pull: Pull, stream: Stream) -> datetime | None:
    """The source's clock now: its newest change.

    Not its Date header, which a gateway writes, to the second: only the clock that stamps the changes orders them. One
    record stamped in the future must not hide the changes until then, so our own clock bounds it.
    """
    return pull.writing.connector.newest(stream.name, pull.client, clock.now())


def _all_landed(pull: Pull, batch: BatchWriter, stream: Stream, rows: dict[str, int]) -> bool:
    tables = pull.writing.contract.tables
    return all(
        brings_nothing_new(batch.folder / ROWS / f"{name}.parquet", tables[name], pull.of(stream), rows[name])
        for name in stream.tables
    )


def _shortfall(total: int, came: int) -> str:
    return (
        f"Nguồn báo có {total} hồ sơ nhưng chỉ gửi {came} mã sau hai lần lấy; không kết luận hồ sơ nào đã bị xóa. "
        "Hãy đối soát lại vào lúc nguồn ít thay đổi"
    )


def _where(pull: Pull, stream: Stream, window: Window) -> dict[str, str]:
    return {"source": pull.writing.contract.id, "stream": stream.name, "window": str(window)}

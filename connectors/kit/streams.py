"""Pulls one stream of a source in the way its contract asks for: whole, by windows, by increments, or its keys only.

Paging is not a snapshot: what changes or vanishes in mid-pull makes records skip or repeat. So windows are closed by
the source's own total, the same before and after; increments end with a sweep of what changed meanwhile; and the
watermark is an instant of the source's clock.
"""

from collections.abc import Sequence
from datetime import date

from config import clock
from connectors.kit.already import brings_nothing_new
from connectors.kit.batch import BatchWriter, Coverage, open_batch
from connectors.kit.bringing import Brought, Pull, bring_counted, bring_unseen
from connectors.kit.contract import Stream
from connectors.kit.errors import ContractBroken, TotalsDiffer
from connectors.kit.landing import ROWS, ControlTotal, Watermark, Window
from connectors.kit.windows import (
    BACKFILL,
    FULL,
    INCREMENTAL,
    RECONCILIATION,
    before_overlap,
    cut,
    late_window,
    missing_windows,
    order,
    watermark,
)


def pull_full(pull: Pull, stream: Stream) -> None:
    """Bring a whole catalogue; it lands only if the source sent anything else than last time."""
    before = pull.of(stream)
    with open_batch(pull.writing, stream.name, FULL, pull.newest()) as batch:
        totals = bring_counted(pull, batch, stream, Window()).control_totals(Window())
        rows = batch.close_rows()
        if not before or before[-1].content_sha256 != batch.content_sha256:
            pull.note(batch.land(rows, Coverage(source_totals=totals)))
        else:
            pull.tell(stream, totals)


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
            totals = bring_counted(pull, batch, stream, window).control_totals(window)
            rows = batch.close_rows()
            pull.note(batch.land(rows, Coverage(window, watermark_after=began, source_totals=totals)))


def pull_increment(pull: Pull, stream: Stream) -> None:
    """Bring what changed since the watermark, what changed while that was brought, and what came late below it.

    Nothing new lands nothing. Raises `ContractBroken` where the source's numbers went back.
    """
    late = late_window(pull.of(stream), stream, clock.today())
    _bring_changes(pull, stream)
    if late is not None:
        _bring_late(pull, stream, late)


def _bring_changes(pull: Pull, stream: Stream) -> None:
    before = watermark(pull.of(stream))
    began = _source_instant(pull, stream)
    _require_onward(pull, stream, before, began)
    with open_batch(pull.writing, stream.name, INCREMENTAL, pull.newest()) as batch:
        after = None if before is None else before_overlap(before, stream)
        seen: set[bytes] = set()
        page_count = bring_unseen(pull, batch, stream, Window(changed_after=after), seen)
        if began is not None:
            # A record that vanishes between two pages moves one across their edge, unread: more pages are read twice.
            bring_unseen(pull, batch, stream, Window(changed_after=began if page_count <= 1 else after), seen)
        rows = batch.close_rows()
        has_moved = began is not None and (before is None or order(began) > order(before))
        if sum(rows.values()) and (has_moved or not _all_landed(pull, batch, stream, rows)):
            after = max((mark for mark in (before, began) if mark is not None), key=order, default=None)
            pull.note(batch.land(rows, Coverage(watermark_before=before, watermark_after=after)))


def _bring_late(pull: Pull, stream: Stream, window: Window) -> None:
    """Bring a window again, as a batch of its own; it lands only with a row that has not landed as it stands."""
    mark = watermark(pull.of(stream))
    with open_batch(pull.writing, stream.name, INCREMENTAL, pull.newest()) as batch:
        totals = bring_counted(pull, batch, stream, window).control_totals(window)
        rows = batch.close_rows()
        if sum(rows.values()) and not _all_landed(pull, batch, stream, rows):
            pull.note(batch.land(rows, Coverage(window, mark, mark, totals)))
        else:
            pull.tell(stream, totals)


def _require_onward(pull: Pull, stream: Stream, before: Watermark | None, newest: Watermark | None) -> None:
    """A counter set back, or a database restored from a copy, would give new rows numbers that count as landed."""
    if isinstance(before, int) and (newest is None or order(newest) < before):
        raise ContractBroken(_gone_back(newest, before), **_where(pull, stream, Window()))


def pull_keys(pull: Pull, stream: Stream) -> None:
    """Bring the list of all keys as one batch, up to yesterday: only it says which records are gone.

    Raises `TotalsDiffer` where keys are missing after the second try: their records would count as deleted.
    """
    first_day = date.fromisoformat(pull.writing.contract.first_day)
    whole = Window(first_day, clock.today())
    totals: list[ControlTotal] = []
    with open_batch(pull.writing, stream.name, RECONCILIATION, pull.newest()) as batch:
        for window in cut(first_day, clock.today(), stream.window_days or 1):
            brought = bring_counted(pull, batch, stream, window)
            totals += brought.control_totals(window)
            if brought.total is not None and brought.record_count < brought.total:
                pull.tell(stream, totals)
                raise TotalsDiffer(_shortfall(brought), **_where(pull, stream, window))
        rows = batch.close_rows()
        pull.note(batch.land(rows, Coverage(whole, source_totals=tuple(totals))))


def _source_instant(pull: Pull, stream: Stream) -> Watermark | None:
    """The source's clock now: its newest change, or the newest of its growing numbers.

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


def _shortfall(brought: Brought) -> str:
    return (
        f"Nguồn báo có {brought.total} hồ sơ nhưng chỉ gửi {brought.record_count} mã sau hai lần lấy; "
        "không kết luận hồ sơ nào đã bị xóa. Hãy đối soát lại vào lúc nguồn ít thay đổi"
    )


def _gone_back(newest: Watermark | None, before: int) -> str:
    stands = "không còn bản ghi nào" if newest is None else f"số lớn nhất là {newest}"
    return (
        f"Nguồn nay {stands}, trong khi đã nhận đến số {before}: bộ đếm đã bị đặt lại hoặc cơ sở dữ liệu được khôi "
        "phục từ bản sao lưu. Dữ liệu đã nhận vẫn giữ nguyên. Hãy đề nghị đơn vị quản lý hệ thống khôi phục các bản "
        f"ghi bị thiếu, hoặc đặt bộ đếm cao hơn {before} để không số nào chỉ hai bản ghi; lần lấy sau sẽ tự tiếp tục"
    )


def _where(pull: Pull, stream: Stream, window: Window) -> dict[str, str]:
    return {"source": pull.writing.contract.id, "stream": stream.name, "window": str(window)}

"""Plans a pull from the manifests alone: which windows are still missing, and from which instant to go on.

No other state is kept: where no batch covers a window, it is pulled again.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from config.clock import TIMEZONE
from connectors.kit.contract import Stream
from connectors.kit.landing import Manifest, Watermark, Window

BACKFILL = "backfill"
INCREMENTAL = "incremental"
FULL = "full"
RECONCILIATION = "reconciliation"


def cut(from_date: date, until_date: date, days: int) -> list[Window]:
    """[from_date, until_date) in windows of at most `days`, oldest first."""
    return list(_cut(from_date, until_date, days))


def missing_windows(landed: Sequence[Manifest], first_day: date, today: date, days: int) -> list[Window]:
    """The windows of a backfill from `first_day` to today that have not landed yet.

    Whatever is newer than the backfill's watermark comes by increments, so a backfill is whole once it reaches that.
    """
    backfills = [manifest for manifest in landed if manifest.kind == BACKFILL]
    reached = _reached(backfills, first_day)
    if backfills:
        began = min(map(_began, backfills))
        if reached > began.astimezone(TIMEZONE).date():
            return []
    return cut(reached, today + timedelta(days=1), days)


def watermark(landed: Sequence[Manifest]) -> Watermark | None:
    """The source's instant or number up to which all changes have landed; None where that is not known.

    That of the newest increment, else the earliest at which a window of the backfill began to be pulled.
    """
    incremental = [manifest.watermark_after for manifest in landed if manifest.kind == INCREMENTAL]
    if incremental:
        return incremental[-1]
    began = [manifest.watermark_after for manifest in landed if manifest.kind == BACKFILL]
    known = [mark for mark in began if mark is not None]
    return min(known, key=order) if known and len(known) == len(began) else None


def before_overlap(mark: Watermark, stream: Stream) -> Watermark:
    """Where an increment begins, so that what came late to the source is read as well."""
    if isinstance(mark, datetime):
        return mark - timedelta(minutes=stream.overlap_minutes)
    return mark - stream.overlap_ids


def late_window(landed: Sequence[Manifest], stream: Stream, today: date) -> Window | None:
    """The dates of which an increment by number reads everything again; None where the stream asks for no such.

    A number is taken before its row can be seen: what a long transaction brings late stands below numbers that landed.
    Its date tells: the window goes from `overlap_minutes` before the batch that set the watermark up to today.
    """
    if not stream.overlap_minutes or not isinstance(watermark(landed), int):
        return None
    incremental = [manifest.landed_at for manifest in landed if manifest.kind == INCREMENTAL]
    backfills = [manifest.landed_at for manifest in landed if manifest.kind == BACKFILL]
    since = (incremental[-1] if incremental else min(backfills)) - timedelta(minutes=stream.overlap_minutes)
    return Window(since.astimezone(TIMEZONE).date(), today + timedelta(days=1))


def order(mark: Watermark) -> float:
    """By what the watermarks of one stream are told apart."""
    return mark.timestamp() if isinstance(mark, datetime) else float(mark)


def _began(backfill: Manifest) -> datetime:
    mark = backfill.watermark_after
    return mark if isinstance(mark, datetime) else backfill.landed_at


def _reached(backfills: Sequence[Manifest], first_day: date) -> date:
    """The first day, from `first_day` on, that no landed window covers."""
    reached = first_day
    windows = [manifest.window for manifest in backfills if manifest.window]
    for window in sorted(windows, key=lambda window: window.from_date or first_day):
        if window.from_date and window.until_date and window.from_date <= reached < window.until_date:
            reached = window.until_date
    return reached


def _cut(from_date: date, until_date: date, days: int) -> Iterator[Window]:
    while from_date < until_date:
        end = min(from_date + timedelta(days=days), until_date)
        yield Window(from_date, end)
        from_date = end

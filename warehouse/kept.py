"""Which snapshots are kept: enough to show any recent day, month end and report quarter as it was published.

A published snapshot stays while it is the newest of one of the last days that have one, while it is what was served at
the end of one of the last 36 months or at the close of any report quarter, while it is the current one or one of the
few before it, and for good once a report or an export was made from it. A close counts once its day is over; what was
served then is the newest snapshot built on or before that day. Recomputed ones (asof/) can be built again, and go
after a week unless they were used.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from config import clock
from config.places import places
from config.settings import settings
from warehouse.errors import SnapshotMissing
from warehouse.publish import Pointer, read_pointer
from warehouse.snapshots import Snapshot, as_snapshot, current, snapshot_file

MONTH_ENDS = 36
# A report quarter ends on the 14th of its third month (TT 03/2025/TT-VPCP, domain: II.06a).
QUARTER_CLOSES = ((3, 14), (6, 14), (9, 14), (12, 14))
# A page that is open goes on with the snapshot it began with: in the sandbox these last for an hour.
RECENT = 4
RECOMPUTED_DAYS = 7
NAME = "????????T??????-????????"
PUBLISHED, RECOMPUTED = f"ioc-{NAME}", f"asof-{NAME}"

Kind = Literal["published", "recomputed"]


@dataclass(frozen=True)
class KeptSnapshot:
    """A snapshot that can be read. `kind`: as it was published, or recomputed with the rules of the day it was built.

    `known_at` is when the newest of its batches landed, `today` the date its figures were computed for.
    """

    id: str
    kind: Kind
    known_at: datetime
    built_at: datetime
    today: date
    content_hash: str


@dataclass(frozen=True)
class Known:
    """Two readings of one past instant: as published then, and recomputed with the rules of the day of the build."""

    published: Snapshot | None
    recomputed: Snapshot | None


def kept() -> tuple[KeptSnapshot, ...]:
    """All snapshots that say what they are and whose file is there, oldest first."""
    found = [_kept(each, "published") for each in _pointers(places().warehouse, PUBLISHED)]
    found += [_kept(each, "recomputed") for each in _pointers(places().asof, RECOMPUTED)]
    return tuple(sorted(found, key=lambda each: (each.built_at, each.id)))


def as_known_at(at: datetime) -> Known:
    """What was known at `at`, as it was published and as it was recomputed, as far as either is kept.

    Published is the newest that is still kept of what was served up to then: its `built_at` says how near.
    Recomputed is the build for that day that knows most without knowing later
    things; its own `known_at` says how far it goes. Where rules changed, the one built last holds today's.
    """
    served = [each for each in _pointers(places().warehouse, PUBLISHED) if each.built_at <= at]
    known = [
        each
        for each in _pointers(places().asof, RECOMPUTED)
        if each.known_at <= at and each.today == _day(at).isoformat()
    ]
    published = max(served, key=lambda each: (each.built_at, each.id), default=None)
    recomputed = max(known, key=lambda each: (each.known_at, each.built_at, each.id), default=None)
    return Known(
        published=as_snapshot(published) if published else None,
        recomputed=as_snapshot(recomputed) if recomputed else None,
    )


def served_at(at: datetime) -> Snapshot | None:
    """What was served at an instant of the last hours; None where there was nothing, or it may be deleted by now."""
    newest = current()
    if newest is None or newest.built_at <= at:
        return newest
    published = sorted(_pointers(places().warehouse, PUBLISHED), key=lambda each: (each.built_at, each.id))
    later = [each for each in published if each.built_at > at]
    # Only the few newest are there whatever the day: with as many after it, the one that was served may be gone.
    if len(later) >= RECENT or len(later) == len(published):
        return None
    return as_snapshot(published[-len(later) - 1])


def kept_snapshot(snapshot_id: str) -> Snapshot:
    """A kept snapshot, published or recomputed, by its id. Raises `SnapshotMissing`."""
    told = read_pointer(snapshot_file(snapshot_id).with_suffix(".json"))
    if told is None:
        raise SnapshotMissing(f"Bản số liệu {snapshot_id} không còn ghi chép đi kèm.")
    return as_snapshot(told)


def mark_used(snapshot_id: str, by: str) -> None:
    """Note that `by` (a report, an export) was made from a snapshot: it is kept for good. Raises `SnapshotMissing`.

    Each maker is noted once, however often it is made again.
    """
    path = snapshot_file(snapshot_id).with_suffix(".used")
    noted = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    beginning = json.dumps({"by": by}, ensure_ascii=False)[:-1]
    if any(line.startswith(f"{beginning}, ") for line in noted):
        return
    line = json.dumps({"by": by, "at": clock.now().isoformat(timespec="seconds")}, ensure_ascii=False)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def prune(daily: int | None = None) -> list[Path]:
    """Delete the snapshots that need not be kept, and what a kill left behind; the deleted files.

    `daily`: of how many days the newest is kept (IOC_KEEP_SNAPSHOTS). Call while holding the build's lock.
    """
    days = settings().keep_snapshots if daily is None else daily
    doomed = [*_published_to_go(days), *_recomputed_to_go()]
    for folder in (places().warehouse, places().asof):
        doomed += folder.glob(".*")
    for path in doomed:
        path.unlink(missing_ok=True)
        if not path.name.startswith("."):
            path.with_suffix(".json").unlink(missing_ok=True)
    return doomed


def to_keep(built: Mapping[str, datetime], today: date, daily: int) -> frozenset[str]:
    """Which of the published snapshots {id: when it was built} the rules of days, months and quarters keep."""
    oldest_first = sorted(built, key=lambda each: (built[each], each))
    newest_of = {_day(built[each]): each for each in oldest_first}
    days = sorted(newest_of)
    if not days:
        return frozenset()
    closes = [*_month_ends(today), *_quarter_closes(days[0], today)]
    served = [days[place - 1] for close in closes if (place := bisect_right(days, close))]
    return frozenset([*oldest_first[-RECENT:], *(newest_of[day] for day in (*days[-daily:], *served))])


def _published_to_go(daily: int) -> list[Path]:
    files = {path.stem: path for path in places().warehouse.glob(f"{PUBLISHED}.duckdb")}
    current = read_pointer(places().pointer)
    staying = to_keep({name: _built_at(name) for name in files}, clock.today(), daily)
    staying |= {current.id} if current else set()
    return [path for name, path in files.items() if name not in staying and not _is_used(path)]


def _recomputed_to_go() -> Iterator[Path]:
    """Also snapshots set aside because they could not be opened: somebody may want to look at them for a while."""
    before = clock.today() - timedelta(days=RECOMPUTED_DAYS)
    recomputed = places().asof.glob(f"{RECOMPUTED}.duckdb")
    for path in (*recomputed, *places().warehouse.glob("*.damaged"), *places().asof.glob("*.damaged")):
        if _day(_built_at(path.stem)) < before and not _is_used(path):
            yield path


def _pointers(folder: Path, pattern: str) -> Iterator[Pointer]:
    """What stands beside the snapshots of a folder, where the snapshot itself is there."""
    for path in folder.glob(f"{pattern}.json"):
        told = read_pointer(path)
        if told is not None and (folder / told.file).exists():
            yield told


def _kept(told: Pointer, kind: Kind) -> KeptSnapshot:
    today = date.fromisoformat(told.today)
    return KeptSnapshot(told.id, kind, told.known_at, told.built_at, today, told.content_hash)


def _is_used(path: Path) -> bool:
    return path.with_suffix(".used").exists()


def _built_at(name: str) -> datetime:
    """When a snapshot was built, from its name: its description may be lost."""
    return datetime.strptime(name.split("-")[1], "%Y%m%dT%H%M%S").replace(tzinfo=clock.TIMEZONE)


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.TIMEZONE).date()


def _month_ends(today: date) -> Iterator[date]:
    """The last days of the 36 months before that of `today`."""
    end = today.replace(day=1) - timedelta(days=1)
    for _ in range(MONTH_ENDS):
        yield end
        end = end.replace(day=1) - timedelta(days=1)


def _quarter_closes(first: date, today: date) -> Iterator[date]:
    for year in range(first.year, today.year + 1):
        yield from (close for month, day in QUARTER_CLOSES if (close := date(year, month, day)) < today)

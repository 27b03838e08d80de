"""Invented years of snapshots, of which only the names and descriptions matter: what stays is what rules say."""

import calendar
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.clock import TIMEZONE, standing
from config.places import places
from tests.installation import Installation, installed
from warehouse import reader
from warehouse.errors import SnapshotMissing
from warehouse.kept import RECENT, mark_used, prune, to_keep
from warehouse.publish import Pointer, snapshot_id

FIRST = datetime(2023, 1, 2, 3, 30, tzinfo=TIMEZONE)
INSTANTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 11, 30)).map(lambda at: at.replace(tzinfo=TIMEZONE))
DAYS = st.dates(date(2023, 1, 1), date(2027, 3, 31))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as installation:
        yield installation


def name(built_at: datetime, kind: str = "ioc") -> str:
    return snapshot_id(built_at, "0" * 64, is_as_of=kind == "asof")


def write(built_at: datetime, *, known_at: datetime | None = None, kind: str = "ioc", is_current: bool = False) -> str:
    """An empty snapshot file and its description."""
    folder = places().warehouse if kind == "ioc" else places().asof
    folder.mkdir(parents=True, exist_ok=True)
    known = known_at or built_at
    told = Pointer(
        name(built_at, kind), f"{name(built_at, kind)}.duckdb", "0" * 64, "hash", known, built_at,
        str(known.date()), {}, {}, {"one_stop": None}, [], [],
    )  # fmt: skip
    content = json.dumps(asdict(told), default=datetime.isoformat)
    (folder / told.file).write_bytes(b"")
    (folder / f"{told.id}.json").write_text(content, encoding="utf-8")
    if is_current:
        places().pointer.write_text(content, encoding="utf-8")
    return told.id


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


def newest_on_or_before(built: dict[str, datetime], close: date) -> str | None:
    """The same question asked plainly, for the rules to agree with."""
    served = [each for each in built if built[each].date() <= close]
    return max(served, key=lambda each: built[each], default=None)


@settings(max_examples=60, deadline=None)
@given(st.lists(INSTANTS, unique=True, max_size=80), DAYS, st.integers(1, 40))
def test_each_day_month_end_and_quarter_close_is_kept_and_nothing_else(
    instants: list[datetime], today: date, daily: int
) -> None:
    built = {name(instant.replace(microsecond=0)): instant.replace(microsecond=0) for instant in instants}
    days = sorted({instant.date() for instant in built.values()})
    closes = days[-daily:]
    months = [(year, month) for year in range(2019, 2028) for month in range(1, 13)]
    ends = [date(year, month, calendar.monthrange(year, month)[1]) for year, month in months]
    closes += [end for end in ends if end < today][-36:]
    quarters = [date(year, month, 14) for year, month in months if month in (3, 6, 9, 12)]
    closes += [close for close in quarters if close < today]
    expected = {newest_on_or_before(built, close) for close in closes} - {None}
    recent = sorted(built, key=lambda each: (built[each], each))[-RECENT:]
    assert to_keep(built, today, daily) == expected | set(recent)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=40, max_size=120), st.integers(1, 35))
def test_pruning_every_day_keeps_what_pruning_once_would(gaps: list[int], daily: int) -> None:
    """What is deleted on the way is never missed later: a close finds the snapshot that was served then."""
    built: dict[str, datetime] = {}
    left: dict[str, datetime] = {}
    instant = FIRST
    for gap in gaps:
        instant += timedelta(days=gap)
        built[name(instant)] = left[name(instant)] = instant
        staying = to_keep(left, instant.date(), daily)
        left = {each: at for each, at in left.items() if each in staying}
    assert set(left) == to_keep(built, instant.date(), daily)


def test_years_of_nightly_snapshots_shrink_to_a_few(home: Installation) -> None:
    nights = [FIRST + timedelta(days=night) for night in range(4 * 365)]
    for night in nights:
        write(night, is_current=night == nights[-1])
    with standing(nights[-1]):
        deleted = prune()
    left = {path.stem for path in places().warehouse.glob("ioc-*.duckdb")}
    assert len(deleted) + len(left) == len(nights)
    # 35 days, 36 month ends of which one lies in those, 15 quarter closes.
    assert len(left) == 35 + 35 + 15
    assert name(at("2025-10-31T03:30")) in left and name(at("2026-09-14T03:30")) in left
    assert name(at("2026-09-13T03:30")) not in left
    assert {path.stem for path in places().warehouse.glob("ioc-*.json")} == left


def test_what_was_used_and_what_is_served_stays_for_good(home: Installation) -> None:
    served = write(at("2024-02-05T01:10"), is_current=True)
    used = write(at("2024-02-06T01:10"))
    unused = write(at("2024-02-07T01:10"))
    later = [write(at("2024-02-10T01:10") + timedelta(days=day)) for day in range(RECENT)]
    mark_used(used, "báo cáo II.06a quý I")
    mark_used(used, "xuất CSV")
    for _ in range(100):
        mark_used(used, "xuất CSV")
        mark_used(used, "báo cáo")
    with standing(at("2024-02-20T12:00")):
        assert [path.stem for path in prune(daily=1)] == [unused]
    assert {each.id for each in reader.kept()} == {served, used, *later}
    notes = (places().warehouse / f"{used}.used").read_text(encoding="utf-8").splitlines()
    assert [json.loads(note)["by"] for note in notes] == ["báo cáo II.06a quý I", "xuất CSV", "báo cáo"]
    with pytest.raises(SnapshotMissing):
        mark_used(unused, "báo cáo")


def test_snapshots_of_the_last_hour_stay_for_pages_that_are_open(home: Installation) -> None:
    quarters = [write(at("2026-11-23T07:00") + timedelta(minutes=15 * number)) for number in range(9)]
    with standing(at("2026-11-23T09:10")):
        prune()
    assert [each.id for each in reader.kept()] == quarters[-RECENT:]


def test_recomputed_snapshots_go_after_a_week_and_leftovers_at_once(home: Installation) -> None:
    old, used, fresh = (write(at(f"2026-11-{day}T08:00"), kind="asof") for day in ("10", "11", "20"))
    mark_used(used, "báo cáo")
    current = write(at("2026-11-23T01:10"), is_current=True)
    for leftover in (places().asof / f".{fresh}.duckdb.77", places().warehouse / f".{current}.duckdb.78"):
        leftover.write_bytes(b"half")
    (places().warehouse / "ioc-20261101T010000-00000000.damaged").write_bytes(b"")
    with standing(at("2026-11-23T08:00")):
        prune()
    assert {each.id for each in reader.kept()} == {used, fresh, current}
    assert not (places().asof / f"{old}.json").exists()
    assert not [*places().asof.glob(".*"), *places().warehouse.glob(".*"), *places().warehouse.glob("*.damaged")]


def test_an_instant_is_read_as_published_and_as_recomputed(home: Installation) -> None:
    morning, evening = write(at("2026-10-30T01:10")), write(at("2026-10-30T18:10"))
    write(at("2026-11-06T01:10"), is_current=True)
    noon = at("2026-10-30T12:00")
    assert reader.as_known_at(at("2026-10-29T12:00")) == reader.Known(None, None)
    known = reader.as_known_at(noon)
    assert (known.published and known.published.id, known.recomputed) == (morning, None)
    write(at("2026-11-20T08:00"), known_at=at("2026-10-30T01:00"), kind="asof")
    again = write(at("2026-11-22T08:00"), known_at=at("2026-10-30T01:00"), kind="asof")
    write(at("2026-11-22T09:00"), known_at=at("2026-10-29T01:00"), kind="asof")
    write(at("2026-11-22T09:30"), known_at=at("2026-10-30T18:00"), kind="asof")
    known = reader.as_known_at(noon)
    assert (known.published and known.published.id, known.recomputed and known.recomputed.id) == (morning, again)
    known = reader.as_known_at(datetime.combine(noon.date(), time(20), TIMEZONE))
    assert known.published and known.published.id == evening
    assert known.recomputed and known.recomputed.known_at == at("2026-10-30T18:00")
    assert reader.as_known_at(noon + timedelta(days=1)).recomputed is None, "a build for another day is no answer"
    assert [each.kind for each in reader.kept()].count("recomputed") == 4


def test_a_file_that_says_nothing_of_itself_is_not_listed(home: Installation) -> None:
    current = write(at("2026-11-23T01:10"), is_current=True)
    silent = write(at("2026-11-22T08:00"), kind="asof")
    (places().asof / f"{silent}.json").unlink()
    gone = write(at("2026-11-22T01:10"))
    (places().warehouse / f"{gone}.duckdb").unlink()
    assert [each.id for each in reader.kept()] == [current]

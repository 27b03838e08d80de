"""What became of each night, judged from the outcomes alone: also of a night after which no snapshot was built."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config import outcomes
from config.outcomes import Action, begin, finish
from config.outcomes import State as Ending
from tests.installation import Installation, installed
from warehouse.nights import Night, nights

SENTENCE = "Nguồn không còn gửi cột rating_value (trước đây là score)"
Write = Callable[..., None]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}:00+07:00")


def of(now: str, source: str = "one_stop") -> dict[int, Night]:
    """The source's nights of November up to an instant, by day of the month."""
    return {each.date.day: each for each in nights(at(now)) if each.source == source and each.date.month == 11}


@contextmanager
def empty(folder: Path) -> Iterator[Installation]:
    with installed(folder) as installation:
        yield installation


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Write]:
    with empty(tmp_path) as installation:

        def one(
            when: str, ending: Ending = "ok", sentence: str | None = None, *, source: str = "one_stop",
            action: Action = "pull", rows: int = 0, minutes: int = 2,
        ) -> None:  # fmt: skip
            installation.set_clock(at(when))
            started = begin(source, action)
            if ending == "crashed":
                gone = replace(started, process=replace(started.process, started="another"))
                outcomes._write(gone)
                return
            installation.set_clock(at(when) + timedelta(minutes=minutes))
            if ending != "started":
                finish(started, ending, sentence_vi=sentence, rows=rows, error="ContractBroken" if sentence else None)

        yield one


def test_each_night_is_told_by_its_own_deadline(write: Write) -> None:
    write("10T01:00", rows=1234)
    write("11T01:00", "failed", SENTENCE)
    write("11T05:00")
    write("12T01:00", "failed", "Mạng đứt")
    write("12T07:59")
    write("13T01:00", "failed", SENTENCE)
    write("16T01:00", "crashed")
    write("17T01:00", "partial", SENTENCE)
    write("18T01:00", "failed", SENTENCE)
    write("18T15:00", "partial", "Mới nhận một phần")
    write("20T01:00", "started")
    told = of("23T07:30")
    assert {day: told[day].state for day in range(9, 24)} == {
        9: "before", 10: "received", 11: "retried", 12: "late", 13: "failed", 14: "day_off", 15: "day_off",
        16: "crashed", 17: "partial", 18: "partial", 19: "missing", 20: "missing", 21: "day_off", 22: "day_off",
        23: "waiting",
    }  # fmt: skip
    assert told[10].sentence_vi == "Nhận xong lúc 01:02, 1.234 bản ghi mới" and told[10].row_count == 1234
    assert told[11].sentence_vi == f"Nhận xong lúc 05:02, không có gì mới. Trước đó: {SENTENCE}"
    assert (told[13].sentence_vi, told[13].error, told[13].received_at) == (SENTENCE, "ContractBroken", None)
    assert "dừng giữa chừng" in told[16].sentence_vi and "ioc doctor" in told[16].sentence_vi
    assert told[18].tries == 2 and told[18].received_at == at("18T15:02")
    assert told[23].sentence_vi == "Chưa đến hạn (trước 08:00)"


def test_a_night_that_failed_is_told_although_no_snapshot_came_after_it(write: Write) -> None:
    """Two nights stopped at a column that was renamed, the third was good: told as it was known each morning."""
    write("17T01:00")
    write("18T01:00", "failed", SENTENCE)
    assert of("18T07:30")[18].state == "failed"
    write("19T01:00", "failed", SENTENCE)
    write("20T01:00", rows=40)
    told = of("20T07:30")
    assert [told[day].state for day in (17, 18, 19, 20)] == ["received", "failed", "failed", "received"]
    assert {told[day].sentence_vi for day in (18, 19)} == {SENTENCE}
    assert of("18T07:30")[18] == told[18] and 19 not in of("18T07:30")


def test_builds_are_nights_too(write: Write) -> None:
    write("16T01:10", source="build", action="build")
    write("17T01:10", "failed", "Đĩa đầy", source="build", action="build")
    write("18T01:10", "partial", source="build", action="build")
    write("19T01:10", "failed", "Đĩa đầy", source="build", action="build")
    write("19T02:10", source="build", action="build")
    told = of("20T07:30", "build")
    states = {day: told[day].state for day in (15, 16, 17, 18, 19, 20)}
    assert states == {15: "before", 16: "received", 17: "failed", 18: "partial", 19: "retried", 20: "quiet"}
    assert told[17].sentence_vi == "Đĩa đầy" and "giữ lại lần nhận mới nhất" in told[18].sentence_vi


def test_upkeep_is_no_night_and_neighbours_do_not_mix(write: Write) -> None:
    write("18T23:58", minutes=4)
    write("20T03:00", action="compact")
    told = of("20T09:00")
    assert told[18].state == "late" and told[18].received_at == at("19T00:02")
    assert (told[19].state, told[20].state) == ("missing", "missing")
    assert of("20T09:00", "national_portal")[19].state == "before"


def test_there_are_thirty_nights_of_every_source_and_of_the_builds(write: Write) -> None:
    write("10T01:00")
    found = nights(at("23T07:30"))
    by_source = {each.source: [one.date for one in found if one.source == each.source] for each in found}
    assert len(by_source) >= 3 and "build" in by_source
    assert all(len(days) == 30 and days == sorted(set(days)) for days in by_source.values())
    assert found[0].date == date(2026, 10, 25) and found[29].date == date(2026, 11, 23)

"""What a pull brings, what it leaves alone, and what it makes of a source that changes while it is being read."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.outcomes import read_outcomes
from config.settings import settings
from connectors.kit.attempts import ATTEMPTS
from connectors.kit.errors import SourceUnavailable, TotalsDiffer
from connectors.kit.runner import pull
from tests.connectors.district import START, District, dossier, source_state
from tests.connectors.landed import batches, latest, read, rows

MINUTE = timedelta(minutes=1)
DOSSIERS = "/pa/dossier/search"


def test_a_first_pull_brings_everything_by_windows_of_31_days(district: District, home: Path) -> None:
    district.fill(900)
    outcome = pull("one_stop")
    windows = [(str(one.window), one.source_totals[0].total) for one in batches(home, "dossier")]
    assert [window for window, _ in windows] == [
        "từ 01/09/2026 đến trước 02/10/2026",
        "từ 02/10/2026 đến trước 02/11/2026",
        "từ 02/11/2026 đến trước 24/11/2026",
    ]
    assert sum(total for _, total in windows) == len(rows(home)) == 900
    assert latest(rows(home)) == source_state(district)
    assert (outcome.state, outcome.rows, len(outcome.batches)) == ("ok", 902, 5)


def test_windows_begin_at_vietnamese_midnight(district: District, home: Path) -> None:
    before_midnight = datetime(2026, 10, 1, 16, 59, 59, tzinfo=UTC)
    district.dossiers = [dossier(1, before_midnight, START), dossier(2, before_midnight + timedelta(seconds=1), START)]
    pull("one_stop")
    found = {row["code"]: one.window for one in batches(home, "dossier") for row in read(one, "dossier")}
    assert [window and window.from_date for window in found.values()] == [date(2026, 9, 1), date(2026, 10, 2)]


def test_a_broken_backfill_goes_on_where_it_stopped(district: District, home: Path) -> None:
    district.fill(900)

    def break_down(path: str, asked: dict[str, str]) -> None:
        if asked.get("applied-from", "").startswith("2026-10-01") and asked["page"] == "0":
            district.faults = [(503, {}, b"")] * ATTEMPTS

    district.before_answer = break_down
    with pytest.raises(SourceUnavailable):
        pull("one_stop")
    landed = [one.batch for one in batches(home, "dossier")]
    assert len(landed) == 1
    assert read_outcomes(home / "outcomes")[-1].state == "partial"
    district.before_answer, district.faults = None, []
    pull("one_stop")
    assert [one.batch for one in batches(home, "dossier")][:1] == landed
    assert len(rows(home)) == 900


def test_a_second_pull_brings_only_what_changed(district: District, home: Path) -> None:
    district.fill(900)
    pull("one_stop")
    district.touch(3, START - 20 * MINUTE)
    district.dossiers.append(dossier(901, START - 15 * MINUTE, START - 14 * MINUTE))
    district.asked.clear()
    outcome = pull("one_stop")
    assert latest(rows(home)) == source_state(district)
    assert outcome.rows <= 100
    assert len([path for path, _ in district.asked if path == DOSSIERS]) <= 4


def test_a_pull_that_finds_nothing_new_lands_nothing(district: District, home: Path) -> None:
    district.fill(300)
    pull("one_stop")
    assert (pull("one_stop").batches, pull("one_stop").rows) == ((), 0)


def test_a_change_within_the_overlap_is_found(district: District, home: Path) -> None:
    district.fill(300)
    pull("one_stop")
    newest = max(one["updatedDate"] for one in district.dossiers)
    district.touch(5, datetime.fromisoformat(newest) - 5 * MINUTE)
    assert pull("one_stop").rows > 0
    assert latest(rows(home)) == source_state(district)


def test_increments_follow_one_another(district: District, home: Path) -> None:
    district.fill(300)
    for minutes in (30, 20, 10):
        pull("one_stop")
        district.touch(minutes, START - minutes * MINUTE)
    pull("one_stop")
    found = [(one.watermark_before, one.watermark_after) for one in batches(home, "dossier", "incremental")]
    assert len(found) == 3
    assert [before for before, _ in found[1:]] == [after for _, after in found[:-1]]
    assert [after for _, after in found] == [START - minutes * MINUTE for minutes in (30, 20, 10)]


def test_a_finished_backfill_is_not_taken_up_again(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(300)
    pull("one_stop")
    windows = len(batches(home, "dossier", "backfill"))
    monkeypatch.setenv("IOC_CLOCK", (START + timedelta(days=40)).isoformat())
    settings.cache_clear()
    moment = START + timedelta(days=39)
    district.dossiers.append(dossier(301, moment, moment))
    pull("one_stop")
    assert len(batches(home, "dossier", "backfill")) == windows
    assert latest(rows(home)) == source_state(district)


def test_an_empty_source_lands_empty_windows_and_goes_on_from_there(district: District, home: Path) -> None:
    pull("one_stop")
    assert [one.rows for one in batches(home, "dossier")] == [{"dossier": 0}] * 3
    district.fill(10, days=30)
    pull("one_stop")
    assert latest(rows(home)) == source_state(district)


def test_catalogues_land_again_only_when_they_differ(district: District, home: Path) -> None:
    pull("one_stop")
    pull("one_stop")
    assert len(batches(home, "procedure")) == len(batches(home, "agency")) == 1
    told = [(one.stream, one.total, one.distinct_keys) for one in read_outcomes(home / "outcomes")[-1].source_totals]
    assert told == [("procedure", 1, 1), ("agency", 1, 1)], "what did not land was counted all the same"
    district.procedures = [*district.procedures, {**district.procedures[0], "code": "1.004884"}]
    pull("one_stop")
    assert [one.rows["procedure"] for one in batches(home, "procedure")] == [1, 2]
    assert len(batches(home, "agency")) == 1


def test_a_window_that_does_not_add_up_is_pulled_once_more_and_says_so(district: District, home: Path) -> None:
    district.fill(90, days=10)
    district.total_error = 1
    pull("one_stop")
    last = batches(home, "dossier")[-1]
    searched = [asked for path, asked in district.asked if asked.get("applied-from", "").startswith("2026-11-01")]
    assert [asked["size"] for asked in searched] == ["1", "500", "1", "500", "1"]
    assert [(one.total, one.distinct_keys) for one in last.source_totals] == [(91, 90)]
    assert len(read(last, "dossier")) == 180


def test_two_records_under_one_code_are_no_reason_to_pull_again(district: District, home: Path) -> None:
    district.fill(50, days=10)
    district.dossiers.append(district.dossiers[7] | {"id": "b" * 24})
    pull("one_stop")
    last = batches(home, "dossier")[-1]
    assert [(one.total, one.distinct_keys) for one in last.source_totals] == [(51, 50)]
    assert last.rows == {"dossier": 51}


def test_only_the_reconciliation_says_that_a_record_is_gone(district: District, home: Path) -> None:
    district.fill(300)
    pull("one_stop")
    gone = district.dossiers.pop(17)
    assert pull("one_stop").batches == ()
    pull("one_stop", reconcile=True)
    (key_list,) = batches(home, "dossier_key")
    assert (key_list.kind, str(key_list.window)) == ("reconciliation", "từ 01/09/2026 đến trước 23/11/2026")
    keys = {row["code"] for row in rows(home, "dossier_key")}
    assert keys == {one["code"] for one in district.dossiers if one["appliedDate"] < "2026-11-22T17"}
    assert gone["code"] not in keys


def test_a_key_list_that_misses_keys_does_not_land(district: District, home: Path) -> None:
    district.fill(300)
    pull("one_stop")
    district.total_error = 1
    with pytest.raises(TotalsDiffer, match="không kết luận"):
        pull("one_stop", reconcile=True)
    assert batches(home, "dossier_key") == []
    told = read_outcomes(home / "outcomes")[-1].source_totals[-1]
    assert (told.stream, told.total - told.distinct_keys) == ("dossier_key", 1)


def test_a_range_is_pulled_again_on_request(district: District, home: Path) -> None:
    district.fill(300)
    pull("one_stop")
    asked_before = len(district.asked)
    outcome = pull("one_stop", since=date(2026, 10, 1), until=date(2026, 10, 5))
    (again,) = [one for one in batches(home, "dossier") if one.batch in outcome.batches]
    assert str(again.window) == "từ 01/10/2026 đến trước 06/10/2026"
    assert outcome.rows == again.source_totals[0].total > 0
    assert {path for path, _ in district.asked[asked_before:]} == {DOSSIERS}
    assert pull("one_stop").batches == ()

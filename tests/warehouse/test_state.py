"""How a source stands, judged at an instant from its outcomes and the snapshot: also on a day when nothing ran."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.clock import TIMEZONE
from config.outcomes import State as Ending
from config.outcomes import begin, finish
from config.places import places
from connectors.kit.errors import ContractBroken, FileRefused
from connectors.kit.landing import newest_batch
from connectors.kit.registry import sources
from tests.installation import Installation
from warehouse.sentences import StateName, Verdict
from warehouse.snapshots import Snapshot, current
from warehouse.state import EXITS, SourceState, State, state

EVENT = datetime.fromisoformat("2026-11-23T07:15:00+07:00")
Pull = Callable[..., None]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}:00+07:00")


def judged(now: str) -> SourceState:
    """The state of one_stop, its newest event at 07:15 on 23/11."""
    snapshot = current()
    assert snapshot
    return one_stop(state(at(now), replace(snapshot, newest_event_at={"one_stop": EVENT})))


def one_stop(shown: State) -> SourceState:
    return next(source for source in shown.sources if source.id == "one_stop")


@pytest.fixture
def pull(built: Installation) -> Pull:
    """Writes the outcome of a pull; the installation's own are gone."""
    shutil.rmtree(places().outcomes / "one_stop")

    def write(
        when: str,
        ending: Ending = "ok",
        sentence: str | None = None,
        next_try: str | None = None,
        error: str | None = None,
    ) -> None:
        built.set_clock(at(when))
        started = begin("one_stop", "pull")
        built.set_clock(at(when) + timedelta(minutes=2))
        next_try_at = at(next_try) if next_try else None
        finish(started, ending, sentence_vi=sentence, next_try_at=next_try_at, error=error)

    return write


def test_fresh(pull: Pull) -> None:
    pull("23T07:30")
    shown = judged("23T09:00")
    assert (shown.state, shown.sentence_vi) == ("fresh", "Số liệu đến 07:15 ngày 23/11")
    assert shown.last_good_at == at("23T07:32") and shown.newest_event_at == EVENT
    assert shown.deadline_at == at("23T08:00") and shown.cause is None and shown.is_invented
    assert set(shown.rows) == {"in", *EXITS} and shown.rows["loaded"] > 0
    assert shown.rows["in"] == sum(shown.rows[name] for name in EXITS)


@pytest.mark.parametrize(
    ("last", "now", "name", "sentence"),
    [
        ("25T07:30", "26T00:00", "due_soon", "Sắp đến hạn cập nhật (trước 08:00)"),
        ("25T07:30", "26T07:59", "due_soon", "Sắp đến hạn cập nhật (trước 08:00)"),
        ("25T07:30", "26T08:00", "late", "Chậm 1 ngày làm việc · chờ từ 26/11"),
        ("25T07:30", "27T08:30", "late", "Chậm 2 ngày làm việc · chờ từ 26/11"),
        # Not due soon: the deadline of the 26th has gone by as well.
        ("25T07:30", "27T07:30", "late", "Chậm 1 ngày làm việc · chờ từ 26/11"),
        # The Tuesday between is a day off.
        ("23T07:30", "25T07:30", "due_soon", "Sắp đến hạn cập nhật (trước 08:00)"),
        ("23T07:30", "25T08:01", "late", "Chậm 1 ngày làm việc · chờ từ 25/11"),
        ("26T00:01", "26T08:01", "fresh", "Số liệu đến 07:15 ngày 23/11"),
        ("23T07:30", "24T10:00", "day_off", "Ngày nghỉ, không cập nhật · số liệu đến 07:15 ngày 23/11"),
        ("27T07:30", "29T23:59", "day_off", "Ngày nghỉ, không cập nhật · số liệu đến 07:15 ngày 23/11"),
        ("20T07:30", "24T10:00", "late", "Chậm 1 ngày làm việc · chờ từ 23/11"),
        # Nothing is due on a weekend.
        ("20T17:30", "23T08:05", "late", "Chậm 1 ngày làm việc · chờ từ 23/11"),
        ("19T07:30", "22T10:00", "late", "Chậm 1 ngày làm việc · chờ từ 20/11"),
    ],
)
def test_the_deadline(pull: Pull, last: str, now: str, name: str, sentence: str) -> None:
    pull(last)
    shown = judged(now)
    assert (shown.state, shown.sentence_vi) == (name, sentence)
    assert shown.late_days == (int(sentence.split()[1]) if name == "late" else 0)


def test_down_says_since_when_and_why(pull: Pull) -> None:
    pull("23T01:00")
    pull("23T07:00", "failed", "Máy chủ nguồn không trả lời")
    pull("23T08:00", "failed", "Máy chủ nguồn vẫn không trả lời", next_try="23T09:00")
    shown = judged("23T08:30")
    assert shown.state == "down" and shown.cause == "Máy chủ nguồn vẫn không trả lời"
    assert shown.sentence_vi == "Mất kết nối nguồn từ 07:00 ngày 23/11 · thử lại lúc 09:00"
    assert shown.next_try_at == at("23T09:00") and shown.last_good_at == at("23T01:02")
    pull("23T09:00")
    assert judged("23T09:30").state == "fresh"


def test_after_a_try_that_should_have_been_the_schedules_is_announced(pull: Pull) -> None:
    pull("23T08:00", "failed", "Máy chủ nguồn không trả lời", next_try="23T08:15")
    assert judged("23T08:14").sentence_vi.endswith(" · thử lại lúc 08:15")
    shown = judged("24T10:00")
    assert shown.next_try_at and at("24T10:00") < shown.next_try_at < at("25T10:00")
    again = f"{shown.next_try_at.astimezone(TIMEZONE):%H:%M}"
    assert shown.sentence_vi == f"Mất kết nối nguồn từ 08:00 ngày 23/11 · thử lại lúc {again}"


def test_a_pull_that_runs_changes_nothing(pull: Pull) -> None:
    pull("23T07:00", "failed", "Máy chủ nguồn không trả lời")
    begin("one_stop", "pull")
    assert judged("23T08:30").state == "down"


def test_a_partial_pull_says_so(pull: Pull) -> None:
    pull("23T07:30", "partial", "Thiếu một khoảng ngày")
    shown = judged("23T09:00")
    assert (shown.state, shown.cause) == ("partial", "Thiếu một khoảng ngày")
    assert shown.sentence_vi == "Mới nhận một phần · số liệu đến 07:15 ngày 23/11"


def test_a_stream_that_waits_for_somebody_is_never_fresh(pull: Pull) -> None:
    pull("20T01:00")
    for night in ("21T01:00", "23T01:00"):
        pull(night, "partial", "Không còn cột score", error=ContractBroken.__name__)
    shown = judged("23T07:30")
    assert (shown.state, shown.cause) == ("partial", "Không còn cột score")
    assert shown.sentence_vi == "Mới nhận một phần từ 01:00 ngày 21/11 · số liệu đến 07:15 ngày 23/11"
    assert shown.last_good_at == at("20T01:02")
    pull("23T07:35")
    assert judged("23T09:00").state == "fresh"


@pytest.mark.parametrize(
    ("by_term", "told"),
    [("fresh", "partial"), ("not_expected", "partial"), ("due_soon", "due_soon"), ("late", "late")],
)
def test_a_drop_folder_that_refuses_files_is_reached_and_says_so(
    built: Installation, by_term: StateName, told: StateName, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = current()
    assert snapshot
    built.set_clock(at("23T07:30"))
    started = begin("smas", "pull")
    finish(started, "partial", error=FileRefused.__name__, sentence_vi="1 tệp không nhận được")
    monkeypatch.setattr("warehouse.state._is_connected", lambda source: True)
    monkeypatch.setattr("warehouse.state.by_terms", lambda *given: Verdict(by_term, "Theo kỳ", by_term == "late"))
    shown = state(at("23T09:00"), replace(snapshot, newest_event_at={"smas": EVENT}))
    (smas,) = (source for source in shown.sources if source.id == "smas")
    assert (smas.state, smas.cause) == (told, "1 tệp không nhận được")
    partly = "Mới nhận một phần · số liệu đến 07:15 ngày 23/11"
    assert smas.sentence_vi == (partly if told == "partial" else "Theo kỳ")
    assert smas.lacks_senders == (by_term == "late")


def test_nothing_received(pull: Pull) -> None:
    assert (judged("23T09:00").state, judged("23T09:00").sentence_vi) == ("nothing_received", "Chưa có số liệu")
    pull("23T07:30")
    places().pointer.unlink()
    only = one_stop(state(at("23T09:00")))
    assert only.state == "nothing_received" and only.rows == {}


def test_not_connected(pull: Pull) -> None:
    pull("23T07:30")
    places().sandbox_state.unlink()
    assert (judged("23T09:00").state, judged("23T09:00").sentence_vi) == ("not_connected", "Chưa có nguồn dữ liệu")


def test_the_state_is_that_of_the_snapshot_asked_for(pull: Pull) -> None:
    pull("23T07:30")
    snapshot = current()
    assert isinstance(snapshot, Snapshot)
    other = one_stop(state(at("23T09:00"), replace(snapshot, invented_sources=frozenset(), newest_event_at={})))
    assert not other.is_invented and other.newest_event_at is None


def test_no_more_outcomes_are_read_than_decide(pull: Pull) -> None:
    for day in ("20T01:00", "21T01:00", "22T01:00"):
        pull(day)
    pull("23T07:00", "failed", "Máy chủ nguồn không trả lời")
    oldest = sorted((places().outcomes / "one_stop").glob("*.json"))[:2]
    for path in oldest:
        path.write_text("chưa ai đọc đến đây", encoding="utf-8")
    assert judged("23T08:30").state == "down" and judged("23T08:30").last_good_at == at("22T01:02")


def test_other_work_on_a_source_says_nothing_of_its_data(pull: Pull, built: Installation) -> None:
    pull("23T07:00", "failed", "Máy chủ nguồn không trả lời")
    built.set_clock(at("23T08:00"))
    finish(begin("one_stop", "replay"), "ok")
    shown = judged("23T08:30")
    assert (shown.state, shown.last_good_at) == ("down", None)


def test_a_source_without_events_of_its_own_is_as_old_as_its_last_confirmation(built: Installation) -> None:
    snapshot = current()
    assert snapshot
    landed = newest_batch(places().landing, "one_stop")
    assert landed
    shutil.copytree(places().landing / "one_stop", places().landing / "national_portal")
    published = replace(
        snapshot,
        newest_event_at=snapshot.newest_event_at | {"national_portal": at("21T01:00")},
        horizons=snapshot.horizons | {"national_portal": landed},
    )

    def as_of(shown: Snapshot) -> datetime | None:
        portal = next(source for source in state(at("23T09:00"), shown).sources if source.id == "national_portal")
        return portal.newest_event_at

    assert as_of(published) == at("21T01:00")
    built.set_clock(at("23T02:00"))
    finish(begin("national_portal", "pull"), "ok")
    assert as_of(published) == at("23T02:00")
    # What landed later and is not published yet was not confirmed: the figures shown are older.
    assert as_of(replace(published, horizons={"national_portal": "20200101T000000.000-00000000"})) == at("21T01:00")


def test_why_the_snapshot_is_not_the_newest(built: Installation) -> None:
    snapshot = current()
    assert snapshot
    newest, without = state(at("24T08:00"), snapshot), replace(snapshot, held_sources=frozenset(sources()))
    assert (newest.held_back_vi, newest.held_back_brief_vi) == ("", "")
    lacking = state(at("24T08:00"), without)
    assert all(source.title_vi in lacking.held_back_vi for source in sources().values())
    assert lacking.held_back_vi.endswith("không qua kiểm tra · đang dùng bản 23/11 không có lần nhận đó")
    assert lacking.held_back_brief_vi.startswith("Thiếu lần nhận mới nhất của 5 nguồn vì không qua kiểm tra")
    assert len(lacking.held_back_brief_vi) <= 80
    built.set_clock(at("24T01:00"))
    finish(begin("build", "build"), "failed", error="CheckFailed", sentence_vi="dossier: rows_kept")
    failed = state(at("24T08:00"), without)
    assert failed.held_back_vi == failed.held_back_brief_vi
    assert failed.held_back_vi == "Bản số liệu 24/11 không qua kiểm tra · đang dùng bản 23/11"
    # Which of two of one day, only their times tell.
    of_that_day = state(at("24T08:00"), replace(snapshot, built_at=at("24T00:30")))
    assert of_that_day.held_back_vi == "Bản số liệu lúc 01:00 không qua kiểm tra · đang dùng bản lúc 00:30"

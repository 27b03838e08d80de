"""The demo's past: real pulls of an invented district at simulated nights, killed, resumed, and taken over whole."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config import settings as settings_module
from config.outcomes import read_outcomes
from config.places import Places, places
from connectors.kit import runner
from connectors.kit.landing import manifests
from connectors.kit.registry import source, sources
from ioc import nights, processes, prologue
from sandbox.faults import Fault
from tests.installation import CLOCK, Installation, installed, served
from tests.ioc.started import let_facilities_begin, run

NIGHTS = 4
ALL = [CLOCK.replace(hour=1, minute=0) - timedelta(days=before) for before in range(NIGHTS, 0, -1)]
SOURCE = "one_stop"


def stage(group: str = prologue.COUNTERS) -> Places:
    return prologue.stage(group)


def counters() -> list[prologue.Past]:
    """Only what lands the counters' nights."""
    return [past for past in prologue.pasts() if past.group == prologue.COUNTERS]


@contextmanager
def begun(folder: Path) -> Iterator[Installation]:
    """An empty installation whose demo begins with four nights, without faults."""
    with installed(folder, scale=0.002) as installation:
        installation.patch.setenv("IOC_SANDBOX__SCALE", "0.002")
        installation.patch.setenv("IOC_SANDBOX__PROLOGUE", str(NIGHTS))
        installation.patch.setattr(nights, "FAULTS", {})
        settings_module.settings.cache_clear()
        yield installation


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Installation]:
    """One that has landed nothing."""
    with begun(tmp_path) as installation:
        yield installation


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one whose nights have all landed and wait to be taken over."""
    folder = tmp_path_factory.mktemp("whole")
    with begun(folder):
        pasts = prologue.pasts()
        let_facilities_begin(stage("health_record"), CLOCK - timedelta(days=7))
        run(pasts)
    return folder


@pytest.fixture
def waiting(whole: Path, tmp_path: Path) -> Iterator[Installation]:
    """A copy of that."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    with begun(tmp_path) as installation:
        yield installation


def landed(home: Places) -> list[datetime]:
    return [batch.landed_at for batch in manifests(home.landing, SOURCE)]


def dates(home: Places) -> list[date]:
    return sorted({at.date() for at in landed(home)})


def codes(home: Places) -> set[str]:
    files = home.landing.glob(f"{SOURCE}/dossier/*/rows/dossier.parquet")
    return {code for file in files for code in pq.read_table(file, columns=["code"]).column("code").to_pylist()}


def test_the_nights_land_at_their_own_instants_and_become_the_installations_when_all_are_there(
    waiting: Installation,
) -> None:
    assert not landed(places()) and not places().sandbox_state.exists(), "nobody can pull before the past is there"
    assert prologue.progress().startswith(f"đêm {NIGHTS}/{NIGHTS}, ")
    prologue.adopt()
    instants = landed(places())
    assert instants == sorted(set(instants))
    assert {at.replace(microsecond=0) for at in instants} <= set(ALL)
    assert dates(places()) == [ALL[0].date(), ALL[1].date()], "at the weekend nothing changes"
    ended = [(each.started_at, each.state) for each in read_outcomes(places().outcomes / SOURCE)]
    assert ended == [(night, "ok") for night in ALL]
    assert all(batch.invented for batch in manifests(places().landing, SOURCE))
    assert {path.name for path in places().landing.iterdir()} == set(sources())
    assert not any(stage(group).home.exists() for group in prologue.groups()) and prologue.pasts() == ()


def test_the_present_goes_on_where_the_past_ends(waiting: Installation, tmp_path: Path) -> None:
    prologue.adopt()
    with served(waiting):
        outcome = runner.pull(SOURCE)
    kinds = {batch.kind for batch in manifests(places().landing, SOURCE) if batch.batch in outcome.batches}
    assert kinds <= {"incremental", "full"}, "the backfill is not repeated"
    past = codes(places())
    with installed(tmp_path / "other", scale=waiting.scale) as other, served(other):
        runner.pull(SOURCE)
        assert codes(places()) == past


def test_a_night_without_a_source_fails_and_the_next_one_catches_up(demo: Installation) -> None:
    demo.patch.setattr(nights, "FAULTS", {3: Fault("too_many_requests", retry_after_s=7200)})
    demo.patch.setattr(nights, "RECONCILED", 1)
    run(counters())
    states = [each.state for each in read_outcomes(stage().outcomes / SOURCE)]
    assert states == ["ok", "failed", "ok", "ok"]
    assert dates(stage()) == [ALL[0].date(), ALL[2].date(), ALL[3].date()]
    (keys,) = [batch for batch in manifests(stage().landing, SOURCE) if batch.kind == "reconciliation"]
    assert keys.landed_at.date() == ALL[3].date()


def test_a_renamed_column_stops_its_stream_until_the_contract_is_mended(waiting: Installation) -> None:
    """The nights of 18 and 19/11 are pulled by the contract of those days; here the second of them is the first."""
    prologue.adopt()
    told = [
        (each.started_at.day, each.action, each.state, each.error)
        for each in read_outcomes(places().outcomes / "satisfaction")
    ]
    assert told == [
        (19, "pull", "partial", "ContractBroken"),
        (20, "replay", "ok", None),
        *((day, "pull", "ok", None) for day in (20, 21, 22)),
    ]
    broken = read_outcomes(places().outcomes / "satisfaction")[0]
    assert "không còn cột score trong bảng ratings" in (broken.sentence_vi or "") and len(broken.batches) == 3
    landed_on = {each.landed_at.day: each for each in manifests(places().landing, "satisfaction")}
    assert landed_on[20].stream == "rating" and sum(each.rows.get("rating", 0) for each in landed_on.values()) > 0
    mended = source("satisfaction").version
    assert {each.contract_version for each in manifests(places().landing, "satisfaction")} == {mended}


def test_the_planned_faults_fall_on_nights_that_exist_and_the_keys_on_a_sunday() -> None:
    usual = settings_module.Sandbox()
    assert set(nights.FAULTS) < set(range(1, usual.prologue))
    assert (usual.today.date() - timedelta(days=nights.RECONCILED)).isoweekday() == 7


def test_a_killed_past_goes_on_where_it_stopped(demo: Installation) -> None:
    (past,) = counters()
    part, staged = past.part, stage()
    child = processes.start(part)
    until = time.monotonic() + 60
    while not landed(staged) and child.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    before = landed(staged)
    assert before and not (staged.home / prologue.DONE).exists(), part.last_words()
    prologue.adopt()
    assert not landed(places()), "half a past is never taken over"
    run(counters())
    assert landed(staged)[: len(before)] == before
    prologue.adopt()
    assert landed(places()) == sorted(set(landed(places())))
    ended_at = [
        each.started_at.replace(microsecond=0) for each in read_outcomes(places().outcomes / SOURCE) if each.ended_at
    ]
    assert ended_at == ALL


def test_nights_that_are_over_are_not_pulled_again_even_where_only_the_batches_tell(waiting: Installation) -> None:
    before = landed(stage())
    (stage().home / prologue.DONE).unlink()
    shutil.rmtree(stage().outcomes)
    run([prologue._past(prologue.COUNTERS, prologue.groups()[prologue.COUNTERS])])
    assert landed(stage())[: len(before)] == before
    assert min(each.started_at for each in read_outcomes(stage().outcomes)) == ALL[1]


def test_a_take_over_that_was_killed_is_finished_by_the_next_start(waiting: Installation) -> None:
    expected = landed(stage())
    prologue._adopt_outcomes(prologue.COUNTERS, SOURCE)
    assert prologue.pasts() == ()
    assert landed(places()) == expected and not stage().home.exists()
    assert len(read_outcomes(places().outcomes / SOURCE)) == NIGHTS


def test_what_was_pulled_by_hand_meanwhile_is_kept_and_the_past_is_dropped(waiting: Installation) -> None:
    with served(waiting):
        runner.pull(SOURCE)
    by_hand = landed(places())
    prologue.adopt()
    assert landed(places()) == by_hand and min(by_hand) == CLOCK
    assert not stage().home.exists() and prologue.pasts() == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SEED", "7"), pytest.param("TODAY", "2026-11-20T07:30:00+07:00", marks=pytest.mark.slow)],
)
def test_the_past_of_another_district_or_day_is_begun_anew(waiting: Installation, name: str, value: str) -> None:
    for group in prologue.groups():
        (stage(group).home / prologue.DONE).unlink()
    (first,) = counters()
    assert (stage().home / "landing").exists()
    waiting.patch.delenv("IOC_CLOCK")
    waiting.patch.setenv(f"IOC_SANDBOX__{name}", value)
    settings_module.settings.cache_clear()
    (second,) = counters()
    assert second.part.environment != first.part.environment
    assert not any((stage(group).home / "landing").exists() for group in prologue.groups())


def test_no_past_is_landed_where_none_is_wanted(demo: Installation) -> None:
    demo.patch.setenv("IOC_SANDBOX__PROLOGUE", "0")
    settings_module.settings.cache_clear()
    assert prologue.pasts() == ()


def test_what_is_there_first_is_taken_over_first_and_the_rest_goes_on(waiting: Installation) -> None:
    """The counters' nights are over, those of the schools and of the facilities are not; then `ioc up` is killed."""
    for group in ("smas", "health_record"):
        (stage(group).home / prologue.DONE).unlink()
    assert set(prologue.adopt()) == set(prologue.groups()[prologue.COUNTERS])
    assert landed(places()) and not (places().landing / "smas").exists()
    assert [each for each in sources() if prologue.is_awaited(each)] == ["health_record", "smas"]
    assert [past.group for past in prologue.pasts()] == ["smas", "health_record"]
    run(prologue.pasts())
    assert set(prologue.adopt()) == {"smas", "health_record"}
    assert {path.name for path in places().landing.iterdir()} == set(sources())
    assert {path.name for path in places().sandbox_stores.iterdir()} >= {"smas", "health_record"}


def test_one_process_lands_what_lives_on_the_register_and_the_others_step_back(demo: Installation) -> None:
    told = {past.group: (past.source_ids, past.part.command[5]) for past in prologue.pasts()}
    assert set().union(*(source_ids for source_ids, _ in told.values())) == set(sources())
    assert told[prologue.COUNTERS] == (("national_portal", "one_stop", "satisfaction"), "0")
    assert {told[group][1] for group in ("smas", "health_record")} == {"10"}
    demo.patch.setenv("IOC_SMAS__URL", "/somewhere")
    assert [past.group for past in prologue.pasts()] == [prologue.COUNTERS, "health_record"], "the schools are real"

import importlib.util
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from croniter import croniter  # type: ignore[import-untyped]

from config.clock import TIMEZONE
from config.sandbox_state import SandboxState, write_sandbox_state
from config.settings import PROJECT
from connectors.kit import inbox
from connectors.kit.registry import sources
from tests.connectors.uploaded import line, plain_list


@pytest.fixture(scope="module")
def decisions() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ingest_decisions", PROJECT / "dags" / "ingest_decisions.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


def _announce_sandbox(starts_at: str, started_at: str) -> None:
    sources = {"one_stop": {"base_url": "http://127.0.0.1:1"}}
    write_sandbox_state(SandboxState(1, 1.0, _at(starts_at), _at(started_at), sources))


def _land(home: Path, batch: str, stream: str = "dossier") -> None:
    folder = home / "landing" / "one_stop" / stream / batch
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")


def _publish(home: Path, horizons: Mapping[str, str], held: Mapping[str, list[str]]) -> None:
    (home / "warehouse").mkdir(parents=True, exist_ok=True)
    pointer = {"id": "ioc-1", "horizons": horizons, "held_batches": held}
    (home / "warehouse" / "current.json").write_text(json.dumps(pointer))


def test_a_source_that_is_not_connected_is_left_out(home: Path, decisions: ModuleType) -> None:
    reason = decisions.reason_to_skip("one_stop", _at("2026-11-23T01:00"))
    assert "IOC_ONE_STOP__" in reason


def test_a_file_that_somebody_brought_is_due_at_every_hour(home: Path, decisions: ModuleType) -> None:
    inbox.accept(inbox.judge("one_stop", "a.csv", plain_list(line(1))), "UBND xã Vạn Tường")
    assert decisions.reason_to_skip("one_stop", _at("2026-11-24T09:15")) is None


@pytest.mark.parametrize(
    ("run_after", "reason"),
    [
        ("2026-11-24T01:00", None),
        ("2026-11-23T09:00", None),
        ("2026-11-24T09:00", "24/11/2026 là ngày nghỉ"),
        ("2026-11-23T09:15", "không có lượt kéo lúc 09:15"),
    ],
)
def test_a_real_source_is_pulled_by_the_real_clock(
    home: Path, decisions: ModuleType, monkeypatch: pytest.MonkeyPatch, run_after: str, reason: str | None
) -> None:
    monkeypatch.setenv("IOC_ONE_STOP__BASE_URL", "https://one-stop.example")
    told = decisions.reason_to_skip("one_stop", _at(run_after))
    assert told is None if reason is None else reason in told


@pytest.mark.parametrize(
    ("run_after", "reason"),
    [
        ("2027-03-10T14:15", None),  # 23/11/2026 07:45 over there: any quarter of an hour
        ("2027-03-11T14:15", "24/11/2026 là ngày nghỉ"),
        ("2027-03-11T07:45", None),  # 24/11/2026 01:15 over there: the night's pull fell in this quarter
    ],
)
def test_an_invented_source_is_pulled_by_the_sandbox_clock(
    home: Path, decisions: ModuleType, run_after: str, reason: str | None
) -> None:
    _announce_sandbox("2026-11-23T07:30", "2027-03-10T14:00:01")
    told = decisions.reason_to_skip("one_stop", _at(run_after))
    assert told is None if reason is None else reason in told


def pulls(decisions: ModuleType, day: str) -> list[str]:
    """At which times of a day one_stop is pulled, of all at which Airflow asks."""
    asked = sources()["one_stop"].schedule
    midnight = _at(f"{day}T00:00")
    times = set()
    for cron in filter(None, (asked.nightly, asked.office, asked.sandbox)):
        found = croniter(cron, midnight - timedelta(minutes=1))
        while (at := found.get_next(datetime)).date() == midnight.date():
            times.add(at)
    return [f"{at:%H:%M}" for at in sorted(times) if decisions.reason_to_skip("one_stop", at) is None]


OFFICE = [f"{hour:02}:00" for hour in range(7, 19)]


@pytest.mark.parametrize(
    ("day", "by_day"),
    [
        ("2026-11-23", OFFICE),
        ("2026-11-24", []),  # Ngày Văn hóa Việt Nam
        ("2025-11-24", OFFICE),  # not yet a holiday
        ("2026-11-28", []),  # Saturday
        ("2026-08-22", OFFICE),  # a Saturday worked for 31/08
        ("2026-08-31", []),  # that Monday
        ("2027-02-06", []),
    ],
)
def test_a_real_source_is_pulled_nightly_and_hourly_while_offices_work(
    home: Path, decisions: ModuleType, monkeypatch: pytest.MonkeyPatch, day: str, by_day: list[str]
) -> None:
    monkeypatch.setenv("IOC_ONE_STOP__BASE_URL", "https://one-stop.example")
    assert pulls(decisions, day) == ["01:00", *by_day]


@pytest.mark.parametrize(("day", "count"), [("2026-11-23", 96), ("2026-11-24", 1), ("2026-08-22", 96)])
def test_an_invented_source_is_pulled_every_quarter_of_an_hour_of_working_days(
    home: Path, decisions: ModuleType, day: str, count: int
) -> None:
    _announce_sandbox("2026-11-23T07:30", "2026-11-23T07:30")
    assert len(pulls(decisions, day)) == count


def test_nothing_is_pulled_before_the_past_has_landed(home: Path, decisions: ModuleType) -> None:
    assert pulls(decisions, "2026-11-23") == [], "while the prologue runs no sandbox is announced"


def test_nothing_landed_is_no_news(home: Path, decisions: ModuleType) -> None:
    assert not decisions.has_unpublished("one_stop")
    (home / "landing" / "one_stop" / ".partial" / "20261123T010000000-aa").mkdir(parents=True)
    (home / "landing" / "one_stop" / ".partial" / "20261123T010000000-aa" / "manifest.json").write_text("{}")
    assert not decisions.has_unpublished("one_stop")


def test_a_batch_is_news_until_it_was_published_or_held(home: Path, decisions: ModuleType) -> None:
    _land(home, "20261123T010000000-aa")
    assert decisions.has_unpublished("one_stop"), "nothing was ever published"
    _publish(home, {}, {})
    assert decisions.has_unpublished("one_stop")
    _publish(home, {"one_stop": "20261123T010000000-aa"}, {})
    assert not decisions.has_unpublished("one_stop")
    _land(home, "20261123T020000000-bb", stream="agency")
    assert decisions.has_unpublished("one_stop")
    _publish(home, {"one_stop": "20261123T010000000-aa"}, {"one_stop": ["20261123T020000000-bb"]})
    assert not decisions.has_unpublished("one_stop")


@pytest.mark.parametrize(
    ("run_type", "at", "is_due"),
    [
        ("scheduled", "2026-11-22T01:00", True),
        ("scheduled", "2026-11-23T01:00", False),
        ("scheduled", "2026-11-22T10:00", False),
        ("manual", "2026-11-22T01:00", False),
    ],
)
def test_the_keys_are_compared_on_sunday_nights(
    home: Path, decisions: ModuleType, run_type: str, at: str, is_due: bool
) -> None:
    assert decisions.is_to_reconcile("one_stop", run_type, _at(at)) is is_due

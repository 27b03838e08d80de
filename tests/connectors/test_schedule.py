"""When a source is asked again after a pull that failed."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from config.clock import TIMEZONE
from config.sandbox_state import SandboxState, write_sandbox_state
from connectors.kit import registry
from connectors.kit.schedule import next_try_at


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=TIMEZONE)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("23T01:00", "23T07:00"),
        ("23T07:59", "23T08:00"),
        ("23T08:00", "23T09:00"),
        ("23T18:00", "24T01:00"),
        # 24/11 is a day off: the night is pulled, the day is not.
        ("24T01:00", "25T01:00"),
        ("27T18:30", "28T01:00"),
        ("28T01:00", "29T01:00"),
        ("30T01:00", "30T07:00"),
    ],
)
def test_a_real_source_is_asked_again_by_its_calendar(home: Path, now: str, following: str) -> None:
    assert next_try_at(registry.source("one_stop"), at(now)) == at(following)


def test_an_invented_source_is_asked_again_within_a_quarter_of_an_hour(home: Path) -> None:
    write_sandbox_state(SandboxState(1, 1.0, at("23T07:30"), at("23T07:30"), {"one_stop": {}}))
    source = registry.source("one_stop")
    assert next_try_at(source, at("23T07:31")) == at("23T07:45")
    assert next_try_at(source, at("24T07:31")) == at("25T00:00")


def test_a_source_of_every_day_has_no_days_off(home: Path) -> None:
    source = registry.source("one_stop")
    daily = replace(source, schedule=replace(source.schedule, calendar="every_day"))
    assert next_try_at(daily, at("24T01:00")) == at("24T07:00")


def test_it_is_told_in_vietnamese_time(home: Path) -> None:
    told = next_try_at(registry.source("one_stop"), datetime.fromisoformat("2026-11-23T01:30:00+00:00"))
    assert told.isoformat() == "2026-11-23T09:00:00+07:00"

"""D15: the facilities' server refuses the password over a night; the other sources are fresh, and say so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.outcomes import begin, finish
from connectors.kit.errors import ConnectorError
from connectors.kit.runner import pull
from sandbox.health import HealthFolder, story
from sandbox.health.folder import REACHED
from tests.installation import Installation
from warehouse.build import build
from warehouse.snapshots import current
from warehouse.state import SourceState, state

NIGHT = datetime.fromisoformat("2026-11-22T01:02:00+07:00")
MORNING = datetime.fromisoformat("2026-11-23T07:40:00+07:00")
OTHERS = ("one_stop", "satisfaction", "smas")


@pytest.fixture
def drop(built: Installation, tmp_path: Path) -> Iterator[HealthFolder]:
    """A tiny district's server, which holds two days' files; the installation knows its password."""
    folder = tmp_path / "facilities"
    folder.mkdir()
    (folder / REACHED).write_text(str(int((NIGHT - timedelta(days=2)).timestamp())))
    made = HealthFolder(1, 0.004, folder)
    for name, value in made.settings().items():
        built.patch.setenv(f"IOC_HEALTH_RECORD__{name.upper()}", value)
    yield made
    made.server.close()


def at(installation: Installation, drop: HealthFolder, instant: datetime) -> None:
    installation.set_clock(instant)
    drop.bring_to(instant)


def hear_the_others(installation: Installation) -> None:
    """Each is connected, and was pulled well last night."""
    installation.set_clock(MORNING.replace(hour=1))
    for source in OTHERS:
        installation.patch.setenv(f"IOC_{source.upper()}__URL", "somewhere")
        finish(begin(source, "pull"), "ok")


def judged(now: datetime) -> dict[str, SourceState]:
    """All sources; of the two of which nothing lands here, as if something had last night."""
    snapshot = current()
    assert snapshot
    heard: dict[str, datetime | None] = {name: at or NIGHT for name, at in snapshot.newest_event_at.items()}
    return {each.id: each for each in state(now, replace(snapshot, newest_event_at=heard)).sources}


@pytest.mark.slow
def test_d15_one_source_down_and_the_other_three_fresh(built: Installation, drop: HealthFolder) -> None:
    at(built, drop, NIGHT)
    pull("health_record")
    hear_the_others(built)
    for tried in story.TRIED_IN_VAIN:
        at(built, drop, tried)
        with pytest.raises(ConnectorError):
            pull("health_record")
    at(built, drop, MORNING)
    build()
    shown = judged(MORNING)
    down = shown["health_record"]
    assert down.state == "down"
    assert down.sentence_vi == "Mất kết nối nguồn từ 01:02 ngày 23/11 · thử lại lúc 08:00"
    assert down.cause is not None and "mật khẩu" in down.cause
    snapshot = current()
    assert snapshot and {"health_record", "one_stop"} <= set(snapshot.horizons), "what came before stays in use"
    event = down.newest_event_at
    assert event and event.date() == datetime(2026, 11, 21).date(), "its own last visit, not tonight"
    assert down.rows["loaded"] > 0
    assert {source: shown[source].state for source in OTHERS} == dict.fromkeys(OTHERS, "fresh")
    assert all(shown[source].cause is None for source in OTHERS)
    at(built, drop, story.PASSWORD_REFUSED[1])
    pull("health_record")
    build()
    again = judged(story.PASSWORD_REFUSED[1])["health_record"]
    assert again.state == "fresh" and again.newest_event_at and again.newest_event_at > event

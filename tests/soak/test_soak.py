"""A refresh each second for two hours: nothing grows, is blank, or asks elsewhere. `make soak`."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.displays import read_displays
from dashboards.pace import Pace
from dashboards.screens.wall.scene import scenes
from dashboards.wall_app import make_server
from tests.dashboards.conftest import publish
from tests.dashboards.served import listening
from tests.dashboards.synthetic import announce_source, write_snapshot
from tests.dashboards.walls import publish_with
from tests.installation import CLOCK, Installation, installed
from tests.soak.figures import (
    DOM_PART,
    MB_PER_HOUR,
    Sample,
    dom_part,
    growth_mb_per_hour,
    is_judged,
    warming,
    watched,
    write,
)
from tests.soak.outside import Held, browser_left_alone, held, page_process, proxy
from tests.soak.refreshing import Refreshing, Told

pytestmark = pytest.mark.soak

SECONDS = float(os.environ.get("IOC_SOAK_SECONDS", "7200"))
EVERY_S, START_S, LEAST_REFRESHES = 5.0, 120.0, 0.8
EACH_SECOND = Pace(ask_ms=1000, behind_ms=60_000)
CHANGED = "UPDATE marts.indicator_value SET value = 0.97 * value"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as one:
        # Within working hours, whose programme shows every scene.
        one.set_clock(CLOCK.replace(hour=9))
        announce_source()
        yield one


@pytest.fixture
def refreshing(installation: Installation, tmp_path: Path) -> Refreshing:
    """The television with all its scenes, whatever the hour, drawn of two snapshots."""
    file = write_snapshot(tmp_path / "made")
    television = replace(read_displays()[0], programmes=())
    server, (app,) = make_server([television], scenes(), EACH_SECOND)
    client, drawn = server.test_client(), []
    for change in ("", CHANGED):
        publish_with(installation, file, change) if change else publish(installation, file)
        drawn.append(client.get(f"{app.home}scenes").get_data(as_text=True))
    assert len(set(drawn)) == 2 and all("tile" in text for text in drawn)
    return Refreshing(server, app.home, drawn, warming(SECONDS))


def sample(seconds: float, now: Held, told: Told) -> Sample:
    return Sample(
        seconds=round(seconds, 1),
        anonymous_mb=round(now.anonymous, 2),
        pss_mb=round(now.pss, 2),
        browser_pss_mb=round(now.browser_pss, 2),
        shows=told.shows,
        nodes=told.nodes,
        refreshes=told.refreshes,
        turns=told.turns,
        frames=told.frames,
        blank=told.blank,
        load=round(os.getloadavg()[0], 2),
    )


def test_a_wall_left_alone_does_not_grow(refreshing: Refreshing, tmp_path: Path) -> None:
    samples = list[Sample]()
    with listening(refreshing.server) as port, proxy(port) as (through, asked):
        address = f"http://127.0.0.1:{port}{refreshing.home}"
        with browser_left_alone(address, through, tmp_path / "profile") as browser:
            began = time.monotonic()
            while not refreshing.told:
                assert time.monotonic() - began < START_S, "the page does not tell anything"
                time.sleep(1)
            page, began = page_process(browser), time.monotonic()
            while time.monotonic() - began < SECONDS:
                time.sleep(EVERY_S)
                now, told = held(browser, page), refreshing.told[-1]
                samples.append(sample(time.monotonic() - began, now, told))
                assert time.monotonic() - told.at < START_S, "the page has stopped telling"
    print("\n" + write(samples, asked, refreshing.told[-1].longest_ms))
    last = samples[-1]
    # The page looks each second whether a second has passed: now and then it has not quite.
    assert last.refreshes > LEAST_REFRESHES * SECONDS and asked.ours > last.refreshes
    assert watched(samples)[0].turns > LEAST_REFRESHES * warming(SECONDS)
    assert {each.said for each in refreshing.told} == {""}
    assert last.blank == 0 and last.frames > last.refreshes
    assert asked.others == []
    assert dom_part(watched(samples)) <= DOM_PART
    assert not is_judged(samples) or growth_mb_per_hour(watched(samples)) <= MB_PER_HOUR

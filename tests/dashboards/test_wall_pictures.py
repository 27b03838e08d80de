"""A picture of every page of every profile: full of figures, when nothing has come for days, and before any snapshot.

WALL_PICTURES names the folder in which they are kept, to be looked at as from the reading distance.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from config import clock
from config.displays import Display
from dashboards import words
from dashboards.wall_app import WallApp, make_server
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.wall_sight import PATIENCE_MS, Sight, assert_whole, look, turn_to
from tests.dashboards.walls import DISPLAYS
from tests.installation import CLOCK, Installation

pytestmark = pytest.mark.slow
WORKING_HOURS = CLOCK.replace(hour=9)
AGE = timedelta(days=9)
LEAST_BYTES = 20_000
EACH = pytest.mark.parametrize("display", DISPLAYS.values(), ids=DISPLAYS)


def photographed(browser: Browser, display: Display, state: str, tmp_path: Path) -> list[Sight]:
    """What is seen on each page of what a wall shows at this time of day; each is kept as a picture."""
    server, (app,) = make_server([display])
    width, height = display.canvas
    with listening(server) as port, visiting(browser, int(width), int(height), display.pixels[0] / width) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}{app.home}")
        expect(visit.page.locator(".part").first).to_be_attached(timeout=PATIENCE_MS)
        expect(visit.page.locator("#clock")).to_contain_text(words.day(clock.today()), timeout=PATIENCE_MS)
        return [_page(visit, number, display, state, tmp_path) for number in range(max(1, _pages(visit, app)))]


def _pages(visit: Visit, app: WallApp) -> int:
    """How many pages there are: all of the programme's, or none."""
    count = visit.page.locator(".page").count()
    assert count in (0, len(app.room.pages(app.room.display.at(clock.now()))))
    return count


def _page(visit: Visit, number: int, display: Display, state: str, tmp_path: Path) -> Sight:
    turn_to(visit.page, number)
    sight = look(visit.page)
    picture = Path(os.environ.get("WALL_PICTURES", tmp_path)) / f"wall_{display.name}_{state}_{number + 1}.png"
    visit.page.screenshot(path=picture)
    assert picture.stat().st_size > LEAST_BYTES
    assert_whole(sight, display)
    return sight


def said(sights: list[Sight]) -> str:
    return " ".join(each["text"] for sight in sights for each in sight.texts)


@EACH
def test_every_page_of_a_wall(browser: Browser, full: Installation, tmp_path: Path, display: Display) -> None:
    full.set_clock(WORKING_HOURS)
    seen = photographed(browser, display, "full", tmp_path)
    assert len(seen) > 1 and all(sight.tiles for sight in seen)
    assert all(words.INVENTED in said([sight]) for sight in seen)


@EACH
def test_every_page_of_a_wall_when_nothing_has_come_for_days(
    browser: Browser, full: Installation, tmp_path: Path, display: Display
) -> None:
    full.set_clock(WORKING_HOURS + AGE)
    seen = photographed(browser, display, "late", tmp_path)
    assert len(seen) > 1 and all(sight.tiles for sight in seen)
    assert all(words.INVENTED in said([sight]) for sight in seen)
    assert f"Chậm {AGE.days} ngày" in said(seen)


@EACH
def test_a_wall_before_the_first_snapshot(
    browser: Browser, empty: Installation, tmp_path: Path, display: Display
) -> None:
    (seen,) = photographed(browser, display, "empty", tmp_path)
    assert not seen.tiles and words.NO_DATA in said([seen])

"""A picture of every page of every profile: full of figures, when nothing has come for days, and before any snapshot;
of an invented district every day on one profile, and of the whole demo.

WALL_PICTURES names the folder in which they are kept, to be looked at as from the reading distance.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config import clock
from config.displays import Display
from dashboards import words
from dashboards.screens.wall.screen import FIRST_COMMAND, FIRST_STEP
from dashboards.wall_app import WallApp, make_server
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.wall_pages import turn_to
from tests.dashboards.wall_sight import PATIENCE_MS, Sight, assert_whole, look
from tests.dashboards.walls import DISPLAYS
from tests.installation import CLOCK, Installation

WORKING_HOURS = CLOCK.replace(hour=9)
AGE = timedelta(days=9)
LATE = ("Chậm 6 ngày làm việc", "Chậm 9 ngày")
"""Of the sources that deliver on working days, and of those that do every day."""
LEAST_BYTES = 20_000
# What is told of a source instead: it is down, waited for by terms, or nobody connected it.
DOWN = ("Mất kết nối nguồn từ 01:02 ngày 23/11 · số liệu đến ", "Mất kết nối · số liệu đến 21/11")
NOT_BY_DAYS = (*DOWN, "Mới nhận 56/60 trường", words.NO_SOURCE)
DAILY = "visitors"
EVERY = pytest.mark.parametrize("display", DISPLAYS.values(), ids=DISPLAYS)
EACH = pytest.mark.parametrize(
    "display",
    [pytest.param(each, id=name, marks=() if name == DAILY else pytest.mark.slow) for name, each in DISPLAYS.items()],
)


@dataclass(frozen=True)
class Picture:
    """What is seen on a page of a wall: of the whole, and in its foot of each source."""

    sight: Sight
    ages: tuple[str, ...]

    @property
    def said(self) -> str:
        """All its words."""
        return " ".join(" ".join(each["text"] for each in self.sight.texts).split())


def photographed(browser: Browser, display: Display, state: str, folder: Path) -> list[Picture]:
    """What is seen on each page of what a wall shows at this time of day; each is kept as a picture."""
    server, (app,) = make_server([display])
    width, height = display.canvas
    with listening(server) as port, visiting(browser, int(width), int(height), display.pixels[0] / width) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}{app.home}")
        expect(visit.page.locator(".part").first).to_be_attached(timeout=PATIENCE_MS)
        expect(visit.page.locator("#clock")).to_contain_text(words.day(clock.today()), timeout=PATIENCE_MS)
        return [_picture(visit.page, number, display, state, folder) for number in range(max(1, _pages(visit, app)))]


def _pages(visit: Visit, app: WallApp) -> int:
    """How many pages there are: all of the programme's, or none."""
    count = visit.page.locator(".page").count()
    assert count in (0, len(app.room.pages(app.room.display.at(clock.now()))))
    return count


def _picture(page: Page, number: int, display: Display, state: str, folder: Path) -> Picture:
    turn_to(page, number)
    sight = look(page)
    file = Path(os.environ.get("WALL_PICTURES", folder)) / f"wall_{display.name}_{state}_{number + 1}.png"
    page.screenshot(path=file)
    assert file.stat().st_size > LEAST_BYTES
    assert_whole(sight, display)
    return Picture(sight, tuple(page.locator(".page-shown .freshness-sentence").all_inner_texts()))


def assert_of_today(pictures: list[Picture]) -> None:
    """Tiles on every page, of a period that is still open, and nothing late but what the story has late."""
    assert len(pictures) > 1 and all(each.sight.tiles and words.INVENTED in each.said for each in pictures)
    assert any("nay)" in each.said for each in pictures)
    assert [age for each in pictures for age in each.ages if age.startswith("Chậm")] == []


def assert_of_days_ago(pictures: list[Picture]) -> None:
    """The figures of then with the day that they are of, and in every foot that nothing has come since."""
    assert len(pictures) > 1 and all(each.sight.tiles and words.INVENTED in each.said for each in pictures)
    assert [each.said for each in pictures if "nay)" in each.said or "đến nay" in each.said] == []
    assert any("–23/11)" in each.said for each in pictures)
    aged = [age for each in pictures for age in each.ages if not age.startswith((*LATE, *NOT_BY_DAYS))]
    assert aged == [] and any(age.startswith(LATE) for each in pictures for age in each.ages)


@EACH
def test_every_page_of_a_wall(browser: Browser, full: Installation, tmp_path: Path, display: Display) -> None:
    full.set_clock(WORKING_HOURS)
    assert_of_today(photographed(browser, display, "full", tmp_path))


@EACH
def test_every_page_of_a_wall_when_nothing_has_come_for_days(
    browser: Browser, full: Installation, tmp_path: Path, display: Display
) -> None:
    full.set_clock(WORKING_HOURS + AGE)
    assert_of_days_ago(photographed(browser, display, "late", tmp_path))


@EACH
def test_a_wall_before_the_first_snapshot(
    browser: Browser, empty: Installation, tmp_path: Path, display: Display
) -> None:
    (seen,) = photographed(browser, display, "empty", tmp_path)
    assert not seen.sight.tiles and not seen.ages
    for said in (words.NO_DATA, FIRST_STEP, FIRST_COMMAND):
        assert said in seen.said


@pytest.mark.slow
@EVERY
def test_every_page_of_the_demo(browser: Browser, story: Installation, tmp_path: Path, display: Display) -> None:
    story.set_clock(WORKING_HOURS)
    assert_of_today(photographed(browser, display, "demo", tmp_path))


@pytest.mark.slow
@EVERY
def test_every_page_of_the_demo_when_nothing_has_come_for_days(
    browser: Browser, story: Installation, tmp_path: Path, display: Display
) -> None:
    story.set_clock(WORKING_HOURS + AGE)
    assert_of_days_ago(photographed(browser, display, "stale", tmp_path))

"""What walls do by themselves, in Chromium: turn pages, take over a new snapshot, say that they are cut off."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboards import words
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import scenes
from tests.dashboards.conftest import Shown
from tests.dashboards.planted_scene import planted
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.synthetic import write_pointer_to
from tests.dashboards.wall_frames import seen, watch
from tests.dashboards.wall_pages import held
from tests.dashboards.wall_sight import (
    FOOTNOTE,
    LARGE,
    TELEVISION,
    assert_whole,
    look,
    opened,
    poll,
    stand_still,
)
from tests.dashboards.walls import DISPLAYS, PROCEDURES, server_with, showing
from tests.installation import Installation

# As a kiosk's browser has it.
CLEARED = "() => { window.cleared = []; window.gc = how => window.cleared.push(how); }"
CLEARING = {"type": "major", "execution": "async"}


def test_a_silent_server_is_told_and_forgotten_when_it_answers(two_scenes: Visit) -> None:
    page, two_scenes.expected = two_scenes.page, ("Failed to load resource:",)
    page.route("**/wall/version", lambda route: route.fulfill(status=503))
    notice = page.locator("#notice")
    for _ in range(3):
        poll(page)
        page.wait_for_timeout(50)
    expect(notice).to_have_text("Màn hình mất kết nối từ 07:30 · đang giữ số liệu lúc 07:15")
    assert len(held(page, ".tile")) == 9 + 6
    assert_whole(look(page), DISPLAYS["television"])
    page.unroute("**/wall/version")
    poll(page)
    expect(notice).to_be_empty()


@pytest.mark.parametrize(
    ("name", "width", "height", "scale"), [LARGE, pytest.param(*TELEVISION, marks=pytest.mark.slow)]
)
def test_the_longest_notice_has_a_place_of_its_own(
    browser: Browser, shown: Shown, name: str, width: int, height: int, scale: int
) -> None:
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, PROCEDURES), name)
        stand_still(visit.page)
        moment = "07:30 ngày 23/11"
        for sentence in (words.CUT_OFF, words.NEW_UNREADABLE):
            said = sentence.format(since=moment, held=moment)
            visit.page.evaluate("said => { document.querySelector('#notice').textContent = said }", said)
            sight = look(visit.page)
            assert said in [each["text"] for each in sight.texts]
            assert_whole(sight, DISPLAYS[name])


@pytest.fixture
def two_scenes(browser: Browser, full: Installation) -> Iterator[Visit]:
    """The television of two scenes: five pages of ten seconds, then three of twenty."""
    server, _app = server_with({PROCEDURES: scenes()[PROCEDURES], "second": planted()})
    with listening(server) as port, visiting(browser, 1920, 1080) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", "television")
        yield visit


def test_pages_of_all_scenes_turn_without_a_blank_and_say_where_they_are(two_scenes: Visit) -> None:
    page = two_scenes.page
    watch(page)
    page.evaluate(CLEARED)
    expect(page.locator("#turn")).to_have_text("1/8")
    for seconds, shown in zip((10, 10, 10, 10, 10, 20, 20, 20), (2, 3, 4, 5, 6, 7, 8, 1), strict=True):
        page.clock.fast_forward(1000 * (seconds - 2))
        expect(page.locator("#turn")).to_have_text(f"{shown - 1 or 8}/8")
        page.clock.fast_forward(2000)
        expect(page.locator("#turn")).to_have_text(f"{shown}/8")
        page.wait_for_timeout(60)
    assert set(seen(page)) == {
        *(f"1 1 procedures tile slot-{slot}" for slot in (1, 3, 5, 7, 9)),
        *(f"1 1 second tile slot-{slot}" for slot in (1, 3, 5)),
    }
    assert page.evaluate("window.cleared") == 8 * [CLEARING], "what each page left behind"


def test_a_new_snapshot_takes_over_in_all_scenes_without_a_blank_and_on_the_same_page(
    two_scenes: Visit, full: Installation, synthetic_file: Path
) -> None:
    page = two_scenes.page
    for _ in range(5):
        page.clock.fast_forward(10_000)
    expect(page.locator("#turn")).to_have_text("6/8")
    watch(page)
    overdue = "[data-indicator=overdue_open]"
    before = held(page, overdue)
    target = full.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"
    write_pointer_to(full.home, Path(shutil.copy(synthetic_file, target)))
    page.evaluate(CLEARED)
    poll(page)
    expect(page.locator(".scene-second .snapshot").first).to_contain_text("0badcafe")
    assert ["0badcafe" in each for each in held(page, ".snapshot")] == 8 * [True]
    assert before and held(page, overdue) != before
    expect(page.locator("#turn")).to_have_text("6/8")
    assert seen(page) == ["1 1 second tile slot-1"]
    assert page.evaluate("window.cleared") == [CLEARING]


def test_words_that_stand_for_figures_have_no_page_and_hold_nothing(two_scenes: Visit, full: Installation) -> None:
    page, two_scenes.expected = two_scenes.page, ("Failed to load resource:",)
    expect(page.locator("#turn")).to_have_text("1/8")
    (full.home / "warehouse" / "current.json").unlink()
    poll(page)
    expect(page.get_by_text(words.NO_DATA, exact=True).first).to_be_visible()
    expect(page.locator("#turn")).to_be_empty()
    page.route("**/wall/version", lambda route: route.fulfill(status=503))
    for _ in range(3):
        poll(page)
        page.wait_for_timeout(50)
    expect(page.locator("#notice")).to_have_text("Màn hình chưa kết nối được máy chủ")


@pytest.mark.parametrize(
    ("name", "width", "height", "scale"), [TELEVISION, pytest.param(*LARGE, marks=pytest.mark.slow)]
)
def test_the_first_snapshot_appears_by_itself(
    browser: Browser, shown: Shown, full: Installation, name: str, width: int, height: int, scale: int
) -> None:
    pointer = full.home / "warehouse" / "current.json"
    kept = pointer.read_bytes()
    pointer.unlink()
    with visiting(browser, width, height, scale) as visit:
        visit.page.clock.install()
        visit.page.goto(f"{shown(name, PROCEDURES)}/{name}/")
        expect(visit.page.get_by_text(words.NO_DATA, exact=True).first).to_be_visible()
        display, texts = DISPLAYS[name], look(visit.page).texts
        assert len(texts) > 4 and min(display.arc_minutes(each["size"]) for each in texts) >= FOOTNOTE
        pointer.write_bytes(kept)
        poll(visit.page)
        pages = room_for(showing(name, PROCEDURES)).all_pages
        expect(visit.page.locator(".page-shown")).to_have_count(1)
        expect(visit.page.locator(".tile")).to_have_count(len(pages[0].slots))
        assert len(held(visit.page, ".tile")) == sum(len(page.slots) for page in pages)

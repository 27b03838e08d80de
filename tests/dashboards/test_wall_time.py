"""What a wall does when its clock jumps, when it slept for hours, and when the night comes; and whom it believes."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from dashboards.frames import Lately
from dashboards.pace import Pace
from tests.dashboards.planted_scene import planted
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.synthetic import write_pointer_to
from tests.dashboards.wall_pages import held
from tests.dashboards.wall_sight import PATIENCE_MS, opened, poll, stand_still
from tests.dashboards.walls import server_with
from tests.installation import CLOCK, Installation

TICK_MS, HOURS, SLOTS = 1000, 3, 6
MARKED_MS, NEW_MS, HEALED_MS = 15_000, 15_000, 30_000
LONG_AGO = datetime(1970, 1, 1)
VERSION, SCENES, NEW_SHELL = "**/wall/version", "**/scenes", "**/*of=*"
CUT_OFF = "Màn hình mất kết nối từ {since} · đang giữ số liệu lúc {held}"
LOGIN = "<!DOCTYPE html><html><body><h1>Log in</h1></body></html>"


@pytest.fixture
def wall(browser: Browser, synthetic: Installation) -> Iterator[Visit]:
    """The television with a small scene, its clocks in the test's hand."""
    server, _app = server_with({"small": planted()})
    with listening(server) as port, visiting(browser, 1920, 1080) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", "television")
        visit.expected = ("Failed to load resource",)
        yield visit


def notice(page: Page) -> str:
    return page.locator("#notice").inner_text()


def gone(route: Route) -> None:
    route.abort()


def answering(text: str, headers: dict[str, str]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=200, body=text, headers=headers)


def test_a_jump_of_the_kiosks_clock_changes_no_time_that_is_shown(wall: Visit) -> None:
    page = wall.page
    page.clock.set_system_time(LONG_AGO)
    page.clock.run_for(2 * TICK_MS)
    expect(page.locator("#clock")).to_contain_text("07:30")
    page.route(VERSION, gone)
    for _ in range(3):
        poll(page)
    expect(page.locator("#notice")).to_have_text(CUT_OFF.format(since="07:30", held="07:15"))
    expect(page.locator("#clock")).to_contain_text("07:30")


def test_nobody_knows_the_time_of_a_kiosk_whose_clock_jumped_while_it_was_cut_off(wall: Visit) -> None:
    page = wall.page
    page.route(VERSION, gone)
    page.clock.set_system_time(CLOCK + timedelta(hours=HOURS))
    page.clock.run_for(2 * TICK_MS)
    for _ in range(3):
        poll(page)
    expect(page.locator("#notice")).to_have_text(CUT_OFF.format(since="07:30 ngày 23/11", held="07:15 ngày 23/11"))
    expect(page.locator("#clock")).to_be_empty()
    page.unroute(VERSION)
    poll(page)
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("#clock")).to_contain_text("07:30")


def test_a_wall_whose_clock_jumped_shows_no_time_until_the_server_told_it(wall: Visit) -> None:
    page, held = wall.page, list[Route]()
    page.route(VERSION, lambda route: held.append(route))
    page.clock.set_system_time(CLOCK + timedelta(hours=HOURS))
    page.clock.run_for(TICK_MS)
    assert page.locator("#clock").text_content() == "" == notice(page)
    assert held
    page.unroute(VERSION)
    poll(page)
    expect(page.locator("#clock")).to_contain_text("07:30")


def test_a_wall_that_slept_for_hours_shows_the_time_and_the_newest_snapshot(
    wall: Visit, synthetic: Installation, synthetic_file: Path
) -> None:
    page = wall.page
    newer = synthetic.home / "warehouse" / "ioc-20261123T100000-0badcafe.duckdb"
    write_pointer_to(synthetic.home, Path(shutil.copy(synthetic_file, newer)))
    synthetic.set_clock(CLOCK + timedelta(hours=HOURS))
    page.clock.fast_forward(f"{HOURS:02}:00:00")
    expect(page.locator("#clock")).to_contain_text("10:30", timeout=PATIENCE_MS)
    expect(page.locator(".page-shown .snapshot")).to_contain_text("0badcafe", timeout=PATIENCE_MS)
    assert notice(page) == ""


@pytest.mark.parametrize(
    "event", ["document.dispatchEvent(new Event('visibilitychange'))", "dispatchEvent(new Event('online'))"]
)
def test_a_wall_that_is_seen_again_or_plugged_in_asks_at_once(wall: Visit, event: str) -> None:
    stand_still(wall.page)
    with wall.page.expect_request(VERSION):
        wall.page.evaluate(event)


def test_scenes_that_are_none_are_not_put_on_the_wall(
    wall: Visit, synthetic: Installation, synthetic_file: Path
) -> None:
    page = wall.page
    stood = held(page, ".tile, footer")
    real = page.request.get(f"{page.url}scenes")
    text, headers = real.text(), {"X-Wall-Build": real.headers["x-wall-build"]}
    newer = synthetic.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"
    for body, given in (
        (LOGIN, {}),
        (LOGIN, headers),
        (text[: len(text) // 2], headers),
        ("", headers),
        (text.replace("Ô 1", "Ô khác"), {"X-Wall-Build": "0" * 16}),
    ):
        page.route(SCENES, answering(body, given))
        if not newer.exists():
            write_pointer_to(synthetic.home, Path(shutil.copy(synthetic_file, newer)))
        for _ in range(4):
            with page.expect_response(VERSION):
                poll(page)
        expect(page.locator("#notice")).to_have_text("Chưa đọc được bản số liệu mới · đang giữ số liệu lúc 07:15")
        assert len(held(page, ".tile")) == SLOTS and held(page, ".tile, footer") == stood, body
    page.unroute(SCENES)
    poll(page)
    expect(page.locator(".page-shown .snapshot")).to_contain_text("0badcafe")
    expect(page.locator("#notice")).to_be_empty()


def test_whoever_answers_in_the_servers_place_is_not_believed(wall: Visit) -> None:
    page = wall.page
    for text in (LOGIN, '{"other": 1}', '{"version": "a", "build": "b"}'):
        page.route(VERSION, answering(text, {"X-Wall-Build": "0" * 16}))
        for _ in range(3):
            with page.expect_response(VERSION):
                poll(page)
        expect(page.locator("#notice")).to_contain_text("Màn hình mất kết nối từ 07:30")
        page.unroute(VERSION)
        poll(page)
        expect(page.locator("#notice")).to_be_empty()


def test_at_night_the_page_is_loaded_anew_only_after_the_whole_shell_came(wall: Visit, synthetic: Installation) -> None:
    page = wall.page
    synthetic.set_clock(CLOCK.replace(hour=3) + timedelta(days=1))
    page.evaluate("window.isOld = true")
    page.route(
        NEW_SHELL, lambda route: route.fulfill(status=502) if "wall.css" in route.request.url else route.continue_()
    )
    with page.expect_request(lambda request: "wall.css" in request.url and "of=" in request.url):
        page.clock.fast_forward(f"{HOURS:02}:00:00")
    for _ in range(5):
        with page.expect_response(VERSION):
            poll(page)
    assert page.evaluate("window.isOld")
    page.unroute(NEW_SHELL)
    with page.expect_navigation():
        for _ in range(5):
            poll(page)
    expect(page.locator(".page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("window.isOld") is None


def test_the_pace_marks_every_cut_in_time() -> None:
    pace = Pace()
    # By the silence alone, and by two failures alone.
    assert pace.ask_ms + pace.silence_ms + 3 * TICK_MS <= MARKED_MS
    assert 2 * pace.ask_ms + pace.patience_ms + 2 * TICK_MS <= MARKED_MS
    # Started while nobody answers.
    assert pace.doubt_ms + 2 * TICK_MS <= MARKED_MS


def test_the_pace_brings_what_is_new_in_time() -> None:
    pace = Pace()
    assert pace.ask_ms + pace.scenes_patience_ms + TICK_MS <= NEW_MS
    assert pace.again_ms + pace.patience_ms + pace.scenes_patience_ms + TICK_MS <= HEALED_MS


def test_scenes_are_drawn_once_for_all_who_ask_at_once() -> None:
    lately, drawn, together = Lately[str](), list[str](), threading.Barrier(8)

    def draw(version: str) -> str:
        drawn.append(version)
        return version

    def ask(version: str) -> str:
        together.wait(10)
        return lately.get(version, lambda: draw(version))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, ["a"] * 8)) == {"a"}
        assert set(threads.map(ask, ["b"] * 8)) == {"b"}
    assert drawn == ["a", "b"]
    with pytest.raises(ZeroDivisionError):
        lately.get("c", lambda: str(1 / 0))
    assert lately.get("c", lambda: "c") == "c"


def test_as_many_things_are_given_again_as_are_kept() -> None:
    lately, drawn = Lately[str](2), list[str]()

    def draw(version: str) -> str:
        drawn.append(version)
        return version

    for version in "ababcbca":
        assert lately.get(version, partial(draw, version)) == version
    assert "".join(drawn) == "abca"

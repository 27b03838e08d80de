"""Head, foot and mark of a wall, whatever its panels: each has its own place, also when all of them speak at once."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from config.displays import Pages
from connectors.kit.registry import sources
from dashboards import words
from dashboards.wall_app import make_server
from tests.dashboards.served import listening, visiting
from tests.dashboards.wall_contrast import assert_stands_out
from tests.dashboards.wall_pages import turned
from tests.dashboards.wall_sight import SCENES, assert_whole, keep_picture, look, opened, poll, stand_still
from tests.dashboards.walls import pulls_failed, showing
from tests.installation import Installation

BY_TWO: Mapping[int, Pages] = {6: ((1, 2), (3, 4), (5, 6)), 9: ((1, 2), (3, 4), (5, 6), (7, 8), (9,))}
BY_FOUR: Mapping[int, Pages] = {6: ((1, 2, 3, 4), (5, 6)), 9: ((1, 2, 3, 4), (5, 6, 7, 8), (9,))}
PAGES = "https://dieuhanh.example.vn"
ALL = {name: replace(showing(name, *SCENES), name=name) for name in ("television", "wall_3x2", "wall_3x3")}
ALL |= {
    name: replace(ALL["wall_3x3"], name=name, pixels=pixels, panels=panels, distance_m=metres, pages=pages)
    for name, pixels, panels, metres, pages in (
        ("wall_2x2", (3840, 2160), (2, 2), 5.0, BY_FOUR),
        ("wall_2x1", (3840, 1080), (2, 1), 4.3, BY_TWO),
        ("wall_1x2", (1920, 2160), (1, 2), 3.8, BY_TWO),
    )
}
ALL |= {
    f"{name}_with_code": replace(ALL[name], name=f"{name}_with_code", has_qr=True, pages_address=PAGES)
    for name in ("television", "wall_3x2", "wall_3x3")
}
DAILY = ("television",)
MOMENT = "07:30 ngày 23/11"
CUT_OFF = words.CUT_OFF.format(since=MOMENT, held=MOMENT)
NOTED = "said => { document.querySelector('#notice').textContent = said }"


def lack_batches(installation: Installation) -> str:
    """Serve a snapshot that lacks the newest batches of every source; what a wall says of it."""
    pointer = installation.home / "warehouse" / "current.json"
    told = json.loads(pointer.read_text(encoding="utf-8"))
    pointer.write_text(json.dumps(told | {"held_batches": {each: ["batch"] for each in sources()}}), encoding="utf-8")
    return f"Thiếu lần nhận mới nhất của {len(sources())} nguồn vì không qua kiểm tra · đang dùng bản 23/11"


def cut_off(page: Page) -> None:
    """Nobody answers any more, which is told in the longest words; the wall's clock stands."""
    page.route("**/wall/version", lambda route: route.abort())
    for _ in range(3):
        poll(page)
    expect(page.locator("#notice")).not_to_be_empty()
    stand_still(page)


@pytest.mark.parametrize(
    "name", [*DAILY, *(pytest.param(each, marks=pytest.mark.slow) for each in ALL if each not in DAILY)]
)
def test_all_that_a_frame_says_is_read_at_once(browser: Browser, full: Installation, name: str) -> None:
    pulls_failed(sources())
    held_back, display = lack_batches(full), ALL[name]
    server, (app,) = make_server([display])
    width, height = display.canvas
    scale = display.pixels[0] / width
    with listening(server) as port, visiting(browser, int(width), int(height), scale) as visit:
        visit.expected = ("Failed to load resource",)
        opened(visit, f"http://127.0.0.1:{port}/wall", name)
        cut_off(visit.page)
        for number in turned(visit.page, app.room):
            # Said anew each time: a question that was on its way when the clock was stopped may end meanwhile.
            visit.page.evaluate(NOTED, CUT_OFF)
            keep_picture(visit.page, f"frame_{name}_{number + 1}")
            sight = look(visit.page)
            assert {held_back, CUT_OFF, words.INVENTED} <= {each["text"] for each in sight.texts}
            assert_whole(sight, display)
            if number == 0:
                assert_stands_out(visit.page, sight.texts)


@pytest.mark.parametrize("name", ["wall_1x2", pytest.param("wall_2x2", marks=pytest.mark.slow)])
def test_that_there_is_nothing_yet_is_said_within_a_panel(browser: Browser, empty: Installation, name: str) -> None:
    display = ALL[name]
    server, _apps = make_server([display])
    width, height = map(int, display.canvas)
    with listening(server) as port, visiting(browser, width, height, display.pixels[0] / width) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", name)
        expect(visit.page.get_by_text(words.NO_DATA, exact=True)).to_be_visible()
        keep_picture(visit.page, f"empty_{name}")
        sight = look(visit.page)
        assert_whole(sight, display)
        assert_stands_out(visit.page, sight.texts)

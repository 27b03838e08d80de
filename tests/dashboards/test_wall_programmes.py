"""Programmes on the wall: what visitors are told, and how the wall goes from one programme to the next by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from dash import html
from playwright.sync_api import Browser, Page, expect

from config.displays import Display
from config.programmes import Hours, Programme, Showing
from dashboards.components.attributes import attributes
from dashboards.markup import to_html
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import Scene, Slot, scenes
from dashboards.screens.wall.tiles import tile
from dashboards.wall_app import BUILD, WallApp, make_server
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.planted_scene import SMALL, planted
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.test_health_scene import COMMUNES, VISITORS
from tests.dashboards.test_wall_kept import PATIENCE_MS, QUICK, opened_and_kept
from tests.dashboards.wall_frames import seen, watch
from tests.dashboards.wall_sight import opened, poll
from tests.dashboards.walls import DISPLAYS, FIRST, PROCEDURES, component, server_with, showing
from tests.faults.line import Cut
from tests.installation import CLOCK, Installation

HEALTH = "health"
KEPT_IS_OF = """async name => (await (await caches.match(document.documentElement.dataset.home + 'scenes')).text())
    .includes(`data-programme="${name}"`)"""
DISEASES = ("Sởi", "Sốt xuất huyết", "Tay chân miệng", "Tăng huyết áp", "Đái tháo đường")
FOR_VISITORS = DISPLAYS["visitors"].possible[0]


def wall_of(display: Display) -> WallApp:
    _server, (app,) = make_server([display])
    return app


def tiles(node: Any, scene: str) -> dict[int, Any]:
    """The tiles of one scene among others."""
    (part,) = [each for each in walk(node) if getattr(each, "className", "") == f"part scene-{scene}"]
    found = [(getattr(each, "className", None) or "", each) for each in walk(part)]
    return {int(name.rpartition("-")[2]): each for name, each in found if name.startswith("tile slot-")}


def shown(node: Any) -> list[str]:
    names = [getattr(each, "className", None) or "" for each in walk(node)]
    return [name.removeprefix("part scene-") for name in names if name.startswith("part scene-")]


def test_visitors_are_told_nothing_of_health_but_of_the_whole_cluster(synthetic: Installation) -> None:
    everybody, visitors = component(wall_of(showing("television", HEALTH))), component(wall_of(DISPLAYS["visitors"]))
    assert shown(visitors) == [each.scene for each in FOR_VISITORS.scenes] and HEALTH in shown(visitors)
    assert tuple(tiles(visitors, HEALTH)) == VISITORS
    told, hidden = (" ".join(map(to_html, tiles(each, HEALTH).values())) for each in (visitors, everybody))
    names = [*(f"ã {name}" for name in COMMUNES), *DISEASES]
    assert [name for name in names if name not in hidden] == []
    assert [name for name in names if name in told] == []
    assert not [name for name in DISEASES if name in to_html(visitors)]


def test_in_the_wall_of_one_commune_visitors_are_told_why_nothing_stands(synthetic: Installation) -> None:
    found = tiles(component(wall_of(replace(DISPLAYS["visitors"], scope="21109"))), HEALTH)
    for number, shown_tile in found.items():
        assert text(shown_tile).endswith("Chỉ chiếu cho khách số liệu của cả cụm"), number


def test_pages_of_visitors_hold_no_more_than_others() -> None:
    room = room_for(DISPLAYS["visitors"])
    assert [page.slots for page in room.all_pages if page.scene == HEALTH] == [(3, 4), (5, 7), (8,)]
    large = room_for(replace(DISPLAYS["wall_3x3"], programmes=(FOR_VISITORS,), chosen=FOR_VISITORS.name))
    assert [page.slots for page in large.all_pages if page.scene == HEALTH] == [VISITORS]


def test_the_television_shows_its_programme_of_the_hour(synthetic: Installation) -> None:
    app = wall_of(DISPLAYS["television"])
    stands = []
    for hour, minute in ((7, 30), (8, 0), (18, 0)):
        synthetic.set_clock(CLOCK.replace(hour=hour, minute=minute))
        stands.append(shown(component(app)))
    day = ["overview", "procedures", "health", "satisfaction", "education", "data"]
    assert stands == [["overview"], day, ["data"]]


def by_time() -> Display:
    """Two scenes by day, and the second of them alone in the evening."""
    evening = Programme("evening", "Buổi tối", (Showing("second", 10),), Hours.of("18:00", "22:00"))
    return replace(showing("television", PROCEDURES, "second"), programmes=(evening,))


@pytest.fixture
def evening(browser: Browser, full: Installation) -> Iterator[Visit]:
    """The wall on its fourth page at one minute to six."""
    full.set_clock(CLOCK.replace(hour=17, minute=59))
    server, _apps = make_server([by_time()], {PROCEDURES: scenes()[PROCEDURES], "second": planted()})
    with listening(server) as port, visiting(browser, 1920, 1080) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", "television", "17:59")
        yield visit


def test_a_programme_begins_with_its_first_page_without_a_blank_or_a_reload(evening: Visit, full: Installation) -> None:
    page = evening.page
    for _ in range(3):
        page.clock.fast_forward(10_000)
    expect(page.locator("#turn")).to_have_text("4/8")
    watch(page)
    full.set_clock(CLOCK.replace(hour=18, minute=0))
    poll(page)
    expect(page.locator("#turn")).to_have_text("1/3")
    assert page.locator(".part").count() == 1 and "scene-second" in str(page.locator(".part").get_attribute("class"))
    assert seen(page) == ["1 1 procedures tile slot-7", "1 1 second tile slot-1"]
    full.set_clock(CLOCK.replace(hour=22, minute=0))
    poll(page)
    expect(page.locator("#turn")).to_have_text("1/8")
    assert seen(page)[2:] == ["1 1 procedures tile slot-1"]


def test_what_is_kept_is_the_newest_programme_whole_and_alone(browser: Browser, synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK.replace(hour=17, minute=59))
    server, _apps = make_server([by_time()], {PROCEDURES: scenes()[PROCEDURES], "second": planted()}, QUICK)
    with opened_and_kept(browser, server, server.config[BUILD]) as (line, context, page):
        expect(page.locator(".part")).to_have_count(2)
        synthetic.set_clock(CLOCK.replace(hour=18, minute=0))
        expect(page.locator(".part")).to_have_count(1, timeout=PATIENCE_MS)
        stood = page.locator("#scene").inner_html()
        page.wait_for_function(KEPT_IS_OF, arg="evening")
        page.close()
        line.cut(Cut.REFUSED)
        later = context.new_page()
        later.goto(f"http://127.0.0.1:{line.port}{FIRST}")
        expect(later.locator("#notice")).to_contain_text("Màn hình mất kết nối", timeout=PATIENCE_MS)
        assert later.locator("#scene").inner_html() == stood and "scene-second" in stood


def with_red_lines(*brings: tuple[str, str]) -> Mapping[str, Scene[Any]]:
    """Three scenes of three pages on a television; the first says red lines: (page, matter)."""

    def said(number: int) -> Any:
        lines = [html.P("đỏ", **attributes(data_brings=page, data_matter=matter)) for page, matter in brings]
        return lambda _told, links: tile(number, "Việc cần chỉ đạo", links.to(), [], lines if number == 1 else None)

    first = planted(slots={number: Slot("Việc", SMALL, said(number)) for number in range(1, 7)}, page="/")
    return {"first": first, "second": planted(), "third": planted(page="/health")}


def turned(page: Page, times: int) -> list[str]:
    """The scene that stands after each turn."""
    scenes_seen = []
    for _ in range(times):
        page.clock.fast_forward(31_000)
        scenes_seen.append(page.locator(".part:has(.page-shown)").get_attribute("class") or "")
    return [each.removeprefix("part scene-") for each in scenes_seen]


@pytest.mark.parametrize(
    ("brings", "seen_scenes"),
    [
        ([("/nowhere", "late"), ("/health", "measles"), ("/health", "measles")], "1 1 3 3 3 2 2 2 3 3 3 1 1 1 2"),
        pytest.param(
            [("/health", "measles"), ("/procedures", "late")], "1 1 3 3 3 2 2 2 3 3 3 1", marks=pytest.mark.slow
        ),
    ],
)
def test_a_red_line_brings_its_scene_forward_once(
    browser: Browser, synthetic: Installation, brings: list[tuple[str, str]], seen_scenes: str
) -> None:
    numbers = {"first": "1", "second": "2", "third": "3"}
    server, _app = server_with(with_red_lines(*brings))
    with listening(server) as port, visiting(browser, 1920, 1080) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", "television")
        found = turned(visit.page, len(seen_scenes.split()))
        assert " ".join(numbers[each] for each in found) == seen_scenes
        visit.page.reload()
        visit.page.locator(".page-shown").wait_for()
        assert "scene-second" in "scene-" + turned(visit.page, 3)[-1], "what was brought once is not brought again"


def test_red_lines_of_the_overview_lead_to_scenes_of_the_wall(synthetic: Installation) -> None:
    lines = [each for each in walk(component(wall_of(showing("television", "overview")))) if
             "data-brings" in attributes_of(each)]  # fmt: skip
    assert lines and all("sign-missed" in to_html(each) for each in lines)
    pages = {scene.page for scene in scenes().values()}
    assert {attributes_of(each)["data-brings"] for each in lines} <= pages
    assert all(attributes_of(each)["data-matter"] for each in lines)

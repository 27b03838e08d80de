"""From every tile down to the rows in a real browser, along paths that a seed chooses: the sums agree on the way."""

import random
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from config.settings import settings
from dashboards import words
from dashboards.app import server as pages_server
from dashboards.navigation import screens
from dashboards.screens.wall.scene import scenes
from tests.dashboards.served import listening, visiting
from tests.dashboards.walking import NUMBER, Walk, assert_the_rows_make, numbers_in
from tests.dashboards.wall_sight import SCENES
from tests.dashboards.walls import PROCEDURES, server_of
from tests.installation import Installation

Found = TypeVar("Found")
SLOTS = range(1, 10)
TILES = range(8)
OF_NO_SOURCE = 7
"""The invented snapshot knows of no apology, which is no number but words."""
# Every day a third of the paths, from numbers; in `make test-all` all of them, and those from titles too.
THIRD, ALL = 3, pytest.param(1, marks=pytest.mark.slow, id="all")
SEEDS = [1, pytest.param(0, marks=pytest.mark.slow)]
SEEDS_AND_SHARES = [(1, THIRD), *(pytest.param(seed, 1, marks=pytest.mark.slow) for seed in (1, 0))]
SCENE = ".scene-procedures"
OTHERS = [name for name in SCENES if name != PROCEDURES]
OTHER_PAGES = [screen.path for screen in screens() if screen.marts and screen.path != "/procedures"]
BARS, LABELS = f"{SCENE} .slot-2 .to-target-row", f"{SCENE} .slot-8 .map-label"


@pytest.fixture(scope="module")
def walk(browser: Browser, standing: Installation) -> Iterator[Walk]:
    with ExitStack() as served:
        pages = served.enter_context(listening(pages_server))
        standing.patch.setenv("IOC_PORTS__PAGES", str(pages))
        settings.cache_clear()

        @cache
        def wall(scene: str) -> str:
            port = served.enter_context(listening(server_of("wall_3x3", scene)))
            return f"http://127.0.0.1:{port}/wall/wall_3x3/"

        with visiting(browser, 1440, 900) as visit:
            walked = Walk(visit, wall, f"http://127.0.0.1:{pages}")
            yield walked
            took = sorted(walked.took)
            print(f"\n{len(took)} pages opened, p95 {took[int(len(took) * 0.95)]:.2f} s")


def one_in(share: int, found: Iterable[Found], seed: str) -> list[Found]:
    """That part of what was found, the same on every day."""
    every = list(found)
    return random.Random(seed).sample(every, -(-len(every) // share))


@pytest.mark.parametrize(("seed", "share"), SEEDS_AND_SHARES)
def test_every_slot_of_the_wall_leads_to_rows_that_make_its_numbers(walk: Walk, seed: int, share: int) -> None:
    walk.go(walk.wall(PROCEDURES), f"{SCENE} .slot-9")
    numbers = {slot: numbers_in(walk, f"{SCENE} .slot-{slot}") for slot in SLOTS}
    titles = {slot: walk.page.locator(f"{SCENE} .slot-{slot} .tile-link").get_attribute("href") or "" for slot in SLOTS}
    assert len([slot for slot in SLOTS if numbers[slot]]) >= 5
    for slot in one_in(share, SLOTS, PROCEDURES):
        chance = random.Random(100 * slot + seed)
        if numbers[slot] and seed:
            assert_the_rows_make(walk, *chance.choice(numbers[slot]))
        else:
            _down_from(walk, titles[slot], chance)


@pytest.mark.parametrize("share", [THIRD, ALL])
@pytest.mark.parametrize("name", OTHERS)
def test_every_slot_of_every_other_scene_leads_to_a_page_or_to_rows_that_make_its_numbers(
    walk: Walk, name: str, share: int
) -> None:
    within = f".scene-{name}"
    walk.go(walk.wall(name), f"{within} .slot-6")
    slots = range(1, len(scenes()[name].slots) + 1)
    numbers = {slot: numbers_in(walk, f"{within} .slot-{slot}") for slot in slots}
    tiles = {slot: walk.page.locator(f"{within} .slot-{slot}") for slot in slots}
    leading = [slot for slot in slots if tiles[slot].locator(".tile-body").inner_text() != "Chưa có nguồn dữ liệu"]
    titles = {slot: tiles[slot].locator(".tile-link").get_attribute("href") for slot in leading}
    assert len(leading) >= len(slots) - 1
    for slot in one_in(share, leading, name):
        if numbers[slot]:
            assert_the_rows_make(walk, *random.Random(name + str(slot)).choice(numbers[slot]))
        else:
            walk.go(str(titles[slot]), "main h1")
            assert not walk.page.locator("main.refused").count(), titles[slot]


@pytest.mark.parametrize("share", [THIRD, ALL])
@pytest.mark.parametrize("path", OTHER_PAGES)
def test_every_tile_of_every_other_page_leads_to_rows_that_make_its_number(walk: Walk, path: str, share: int) -> None:
    walk.go(f"{walk.pages}{path}", ".kpi")
    found: list[list[str]] = walk.page.evaluate(
        """() => [...document.querySelectorAll('.kpi')].flatMap(tile => {
            const shown = tile.querySelector('[data-indicator]'), rows = tile.querySelector('.links a');
            const {indicator, value} = shown?.dataset ?? {};
            return value && rows ? [[indicator, value, rows.href]] : []; })"""
    )
    assert found, "no tile leads to what is behind its number"
    for indicator, value, address in one_in(share, found, path):
        if "measure=" in address and "view=" not in address:
            assert_the_rows_make(walk, indicator, value, address)
            continue
        walk.go(address, "main h1")
        assert not walk.page.locator("main.refused").count(), address


def units_in(walk: Walk, within: str) -> dict[str, tuple[str, str]]:
    """{unit: (value in full, address of its page)} of bars or labels."""
    found: list[list[str]] = walk.page.evaluate(
        """within => [...document.querySelectorAll(within)].map(e => {
            const {unit, value} = e.querySelector('[data-indicator=on_time_share]').dataset;
            return [unit, value, (e.matches('a') ? e : e.querySelector('a')).href];
        })""",
        within,
    )
    return {unit: (value, address) for unit, value, address in found}


@pytest.mark.parametrize("walked", [1, pytest.param(5, marks=pytest.mark.slow)])
def test_each_commune_on_the_wall_leads_to_its_page_with_the_same_number_and_its_rows(walk: Walk, walked: int) -> None:
    walk.go(walk.wall(PROCEDURES), LABELS)
    bars = units_in(walk, BARS)
    assert len(bars) == 5 and units_in(walk, LABELS) == bars
    for unit, (value, address) in random.Random(walked).sample(sorted(bars.items()), walked):
        walk.go(address, ".kpis")
        tile = walk.page.locator(".kpi", has=walk.page.get_by_role("heading", name="Trước hạn và đúng hạn"))
        shown = tile.locator(f"[data-indicator=on_time_share][data-unit='{unit}']").first
        assert float(shown.get_attribute("data-value") or "nan") == float(value) > 0, unit
        rows = tile.locator(".links a").first.get_attribute("href")
        assert_the_rows_make(walk, "on_time_share", value, f"{walk.pages}{rows}")


@pytest.mark.parametrize("within", [f"{BARS} a", LABELS])
def test_a_commune_on_the_wall_is_reached_by_a_press(walk: Walk, within: str) -> None:
    walk.go(walk.wall(PROCEDURES), within)
    label = walk.page.locator(within).nth(random.Random(within).randrange(5))
    address = label.get_attribute("href") or ""
    label.click()
    walk.page.locator(".kpis").wait_for()
    assert walk.page.url == address and "unit=21" in address


@pytest.mark.parametrize("seed", SEEDS)
def test_the_course_on_the_wall_leads_to_its_months_and_each_of_them_to_its_rows(walk: Walk, seed: int) -> None:
    walk.go(walk.wall(PROCEDURES), f"{SCENE} .slot-7")
    title = walk.page.locator(f"{SCENE} .slot-7 .tile-link").get_attribute("href") or ""
    assert "view=trend" in title
    walk.go(title, f"main table {NUMBER}")
    months = [each for each in numbers_in(walk, "main table") if "grain=month" in each[2]]
    assert {indicator for indicator, _, _ in months} == {"dossiers_received", "dossiers_resolved", "on_time_share"}
    assert_the_rows_make(walk, *random.Random(7000 + seed).choice(months))


@pytest.mark.parametrize(("seed", "share"), SEEDS_AND_SHARES)
def test_every_tile_of_the_page_leads_to_rows_that_make_its_number(walk: Walk, seed: int, share: int) -> None:
    tiles: dict[int, list[tuple[str, str, str]]] = {tile: [] for tile in TILES}
    for unit in ("BS5", "21061", "21109"):
        walk.go(f"{walk.pages}/procedures?unit={unit}", ".kpis")
        assert walk.page.locator(".kpi").count() == len(TILES)
        for tile, known in tiles.items():
            section = walk.page.locator(".kpi").nth(tile)
            shown = section.locator("[data-indicator]").first
            indicator, value = (shown.get_attribute(f"data-{name}") or "" for name in ("indicator", "value"))
            rows = section.locator(".links a").first.get_attribute("href")
            known += [(indicator, value, f"{walk.pages}{rows}")] if value else []
    assert [tile for tile, known in tiles.items() if not known] == [OF_NO_SOURCE]
    assert words.NO_SOURCE in walk.page.locator(".kpi").nth(OF_NO_SOURCE).inner_text()
    for tile in one_in(share, sorted(set(TILES) - {OF_NO_SOURCE}), "tiles"):
        assert_the_rows_make(walk, *random.Random(1000 + 100 * tile + seed).choice(tiles[tile]))


def _down_from(walk: Walk, title: str, chance: random.Random) -> None:
    """Where a tile's title leads, and from there to the rows of some number on that page."""
    if "measure=" in urlsplit(title).query or "status=" in urlsplit(title).query:
        walk.count(title)
        return
    walk.go(title, f"main {NUMBER}")
    numbers = numbers_in(walk, "main")
    assert numbers, f"{title} shows no number with rows"
    assert_the_rows_make(walk, *chance.choice(numbers))

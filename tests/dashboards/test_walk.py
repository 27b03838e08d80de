"""From every tile down to the rows in a real browser, along paths that a seed chooses: the sums agree on the way."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from config.settings import settings
from dashboards.app import server as pages_server
from dashboards.wall_app import server as wall_server
from tests.browser import ARGUMENTS, chromium
from tests.dashboards.served import Visit, listening, visiting
from tests.installation import Installation

SLOTS = range(1, 10)
TILES = range(8)
SEEDS = range(3)
NUMBER = "a:has([data-indicator])"


@dataclass
class Walk:
    """A browser page, the servers' addresses, and how long each step took, in seconds."""

    visit: Visit
    wall: str
    pages: str
    took: list[float] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.visit.page

    def go(self, address: str, until: str) -> None:
        """Open an address on the pages' server and wait for what makes it whole."""
        began = time.perf_counter()
        self.page.goto(address)
        self.page.locator(until).first.wait_for()
        self.took.append(time.perf_counter() - began)

    def count(self, address: str) -> int:
        """How many rows a list has; the list says itself that this is the number it stands for, or says nothing."""
        self.go(address, "#dossier-count")
        assert "lệch" not in self.page.locator(".adds-up").inner_text()
        found = int(self.page.locator("#dossier-count").get_attribute("data-count") or -1)
        if found:
            self.page.locator("#dossiers .ag-row .ag-cell a").first.wait_for()
            assert min(found, 10) <= self.page.locator("#dossiers .ag-row").count() <= found
        return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def walk(browser: Browser, synthetic: Installation) -> Iterator[Walk]:
    with listening(pages_server) as pages, listening(wall_server) as wall:
        synthetic.patch.setenv("IOC_PORTS__PAGES", str(pages))
        synthetic.patch.setenv("IOC_PORTS__WALL", str(wall))
        settings.cache_clear()
        with visiting(browser, 1440, 900) as visit:
            walked = Walk(visit, f"http://127.0.0.1:{wall}", f"http://127.0.0.1:{pages}")
            yield walked
            took = sorted(walked.took)
            print(f"\n{len(took)} pages opened, p95 {took[int(len(took) * 0.95)]:.2f} s")


def assert_the_rows_make(walk: Walk, indicator: str, value: str, address: str) -> None:
    """The rows behind a count are as many as it says; those of a share are that share of those below the line."""
    rows = walk.count(address)
    if not indicator.endswith("_share"):
        assert rows == float(value), (indicator, address)
        return
    below = walk.count(f"{address}&part=denominator")
    assert rows / below == pytest.approx(float(value), abs=1e-6), (indicator, address)


def numbers_in(walk: Walk, within: str) -> list[tuple[str, str, str]]:
    """(indicator, value in full, address of its rows) of the numbers that are links."""
    found: list[tuple[str, str, str]] = walk.page.evaluate(
        """within => [...document.querySelectorAll(within)].flatMap(e => {
            const {indicator, value} = e.querySelector('[data-indicator]').dataset;
            return value && e.href.includes('measure=') ? [[indicator, value, e.href]] : [];
        })""",
        f"{within} {NUMBER}",
    )
    return found


def test_every_slot_of_the_wall_leads_to_rows_that_make_its_numbers(walk: Walk) -> None:
    walked = 0
    for slot in SLOTS:
        walk.go(f"{walk.wall}/wall/wall_3x3/", f".slot-{slot}")
        numbers = numbers_in(walk, f".slot-{slot}")
        titles = walk.page.locator(f".slot-{slot} a").evaluate_all("links => links.map(link => link.href)")
        assert titles, f"slot {slot} leads nowhere"
        for seed in SEEDS:
            chance = random.Random(100 * slot + seed)
            if numbers and seed:
                assert_the_rows_make(walk, *chance.choice(numbers))
                walked += 1
                continue
            walked += _down_from(walk, titles[0], chance)
    assert walked >= len(SLOTS) * len(SEEDS)


def test_every_tile_of_the_page_leads_to_rows_that_make_its_number(walk: Walk) -> None:
    for tile in TILES:
        for seed in SEEDS:
            chance = random.Random(1000 + 100 * tile + seed)
            walk.go(f"{walk.pages}/procedures?unit={chance.choice(['BS5', '21061', '21109'])}", ".kpis")
            section = walk.page.locator(".kpi").nth(tile)
            shown = section.locator("[data-indicator]").first
            indicator, value = (shown.get_attribute(f"data-{name}") or "" for name in ("indicator", "value"))
            rows = section.locator(".links a").first
            if value:
                assert_the_rows_make(walk, indicator, value, f"{walk.pages}{rows.get_attribute('href')}")


def _down_from(walk: Walk, title: str, chance: random.Random) -> int:
    """Where a tile's title leads, and from there to the rows of some number on that page."""
    walk.page.goto(title)
    walk.page.locator("main h1").wait_for()
    if "measure=" in urlsplit(title).query or "status=" in urlsplit(title).query:
        walk.count(title)
        return 1
    walk.page.locator(f"main {NUMBER}").first.wait_for()
    numbers = numbers_in(walk, "main")
    assert numbers, f"{title} shows no number with rows"
    assert_the_rows_make(walk, *chance.choice(numbers))
    return 1

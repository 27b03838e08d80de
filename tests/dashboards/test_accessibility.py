"""What everybody must be able to do on every screen: axe-core's rules, sizes for thumbs, and the keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from config import clock
from config.displays import read_displays
from config.settings import settings
from dashboards.app import server as pages_server
from dashboards.wall_app import WallApp, apps
from dashboards.wall_app import server as wall_server
from tests.dashboards.reach import HEADINGS, VISIBLE_ADDRESSES, lines, too_low, walked
from tests.dashboards.served import listening
from tests.dashboards.wall_pages import turn_to
from tests.installation import CLOCK, Installation

# Every page in every state that has an address. Whoever adds a screen or a tab adds it here; `make test` looks at one
# of each way in which pages are drawn: tiles, tabs, a long text, and a list.
PAGES = (
    "/procedures",
    "/procedures?unit=21061&group=agency_field",
    "/procedures?unit=524&basis=own&group=procedure",
    "/procedures?view=digital",
    "/procedures?view=trend",
    "/procedures?view=map",
    "/procedures?measure=received",
    "/procedures?measure=overdue",
    "/procedures?measure=on_time_share&view=why",
    "/procedures?measure=on_time_share&view=provenance",
    "/procedures?unit=21061&view=766",
    "/follow-up",
    "/indicators",
    "/data-health",
    "/health",
    "/health?tab=diseases&disease=dengue",
    "/health?tab=visits&unit=21085",
    "/education",
    "/education?tab=levels",
    "/education?tab=subjects&unit=51524512&class=8A",
    "/satisfaction",
    "/satisfaction?tab=rejected",
    "/satisfaction?tab=criteria&unit=524&basis=own&grain=quarter&start=2025-04-01",
    "/satisfaction?measure=satisfied_share&part=rest",
    "/satisfaction?rating=2500",
    "/upload?source=one_stop",
    "/data-health?view=findings&owner=Trung+t%C3%A2m+PVHCC+x%C3%A3",
    "/",
    "/?unit=21061",
)
LIST_WITH_DOSSIERS = PAGES[6]
REFUSED = ("/procedures?unit=99999", "/procedures?grain=moon", "/no-such-page")
EMPTY = ("/procedures", "/", "/follow-up", "/indicators", "/health", "/education", "/satisfaction", "/data-health")
# Each wall and television as the browser there sees it: 1920 CSS pixels across, whatever the panels have.
WALLS = {f"/wall/{display.name}/": (1920, int(display.canvas[1])) for display in read_displays()}
# The smallest and the largest: what lies between them is drawn of the same tiles.
DAILY_WALLS = {"/wall/television/", "/wall/wall_3x3/"}
EACH_WALL = [pytest.param(path, marks=[pytest.mark.slow] * (path not in DAILY_WALLS)) for path in WALLS]
DAILY = {"/", "/procedures", "/health", "/indicators", LIST_WITH_DOSSIERS}
# Before the first snapshot all screens say the same.
DAILY_EMPTY = {EMPTY[0], "/data-health", "/wall/television/"}
EACH_PAGE = [pytest.param(path, marks=[pytest.mark.slow] * (path not in DAILY)) for path in PAGES]
EACH_REFUSED = [REFUSED[0], *(pytest.param(path, marks=pytest.mark.slow) for path in REFUSED[1:])]
EACH_EMPTY = [pytest.param(path, marks=[pytest.mark.slow] * (path not in DAILY_EMPTY)) for path in (*EMPTY, *WALLS)]

# A wall of nine panels shows all slots of a scene at once, so its pages are all that there is to be seen.
EVERY_PAGE = [
    pytest.param(app, marks=[pytest.mark.slow] * (app.room.display.name != "wall_3x3"), id=app.room.display.name)
    for app in apps
]

# The scene whose page is shown.
SEEN = ".part:has(.page-shown)"

DESK, PHONE = (1440, 900), (390, 844)
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def screens(standing: Installation) -> Iterator[str]:
    # In working hours, when a wall shows all its scenes.
    standing.set_clock(CLOCK.replace(hour=9))
    with both_served(standing):
        yield "served"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all pages, so that what they share is fetched and compiled once; it keeps no wall."""
    # axe-core is put into the page by the test, which the product's policy would refuse.
    made = browser.new_context(bypass_csp=True, service_workers="block")
    yield made
    made.close()


@contextmanager
def both_served(installation: Installation) -> Iterator[None]:
    """Both servers, the settings naming their ports."""
    with listening(pages_server) as pages, listening(wall_server) as wall:
        installation.patch.setenv("IOC_PORTS__PAGES", str(pages))
        installation.patch.setenv("IOC_PORTS__WALL", str(wall))
        settings.cache_clear()
        yield


@contextmanager
def opened(context: BrowserContext, path: str, size: tuple[int, int]) -> Iterator[Page]:
    """The screen at an address, drawn to its end."""
    ports = settings().ports
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"http://127.0.0.1:{ports.wall if path in WALLS else ports.pages}{path}", wait_until="networkidle")
    page.locator("main").first.wait_for()
    if "measure=" in path and "view=" not in path:
        # The links to the list's files follow what the table shows.
        page.locator(".ag-row, .rows tbody tr").first.wait_for()
    page.evaluate("document.fonts.ready")
    yield page
    page.close()


def grave(page: Page, within: str | None = None) -> list[str]:
    """The serious and critical findings of axe-core, each with the elements it found."""
    told = Axe().run(page, within).response
    assert told["passes"], "axe saw nothing"
    found: list[dict[str, Any]] = told["violations"]
    return [
        f"{each['impact']}: {each['id']}, {each['help']}: {node['target']} {node['html'][:120]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"][:5]
    ]


def is_refused(page: Page) -> bool:
    """Whether the page stands in for one that cannot be shown."""
    return page.locator("main.refused").count() > 0


@pytest.mark.parametrize("path", EACH_PAGE)
def test_a_page_at_a_desk_is_in_order_and_reached_by_keyboard_alone(
    context: BrowserContext, screens: str, path: str
) -> None:
    with opened(context, path, DESK) as page:
        assert not is_refused(page)
        assert_well_formed(page)
        assert not (found := grave(page)), lines(found)
        assert_reached_by_keyboard(page)


@pytest.mark.parametrize("path", EACH_PAGE)
def test_a_page_on_a_phone_is_in_order_and_thumbs_hit_what_can_be_pressed(
    context: BrowserContext, screens: str, path: str
) -> None:
    with opened(context, path, PHONE) as page:
        assert page.locator("a[href]").count() > 3
        assert not (found := grave(page)), lines(found)
        assert not (found := too_low(page)), lines(found)


@pytest.mark.parametrize("path", EACH_REFUSED)
def test_axe_finds_nothing_grave_on_a_refused_page(context: BrowserContext, screens: str, path: str) -> None:
    with opened(context, path, DESK) as page:
        assert not (found := grave(page)), lines(found)
        assert_well_formed(page)


def test_axe_finds_nothing_grave_on_a_dossier(context: BrowserContext, screens: str) -> None:
    with opened(context, LIST_WITH_DOSSIERS, DESK) as page:
        page.locator(".ag-row a").first.click()
        page.locator("main a").first.wait_for()
        page.wait_for_load_state("networkidle")
        for size in (DESK, PHONE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert not (found := grave(page)), lines(found)
        assert not (found := too_low(page)), lines(found)
        assert_well_formed(page)


@pytest.mark.parametrize("path", EACH_WALL)
def test_axe_finds_nothing_grave_on_a_wall(context: BrowserContext, screens: str, path: str) -> None:
    with opened(context, path, WALLS[path]) as page:
        assert page.locator(".tile").count() > 1
        assert not (found := grave(page)), lines(found)
        assert_well_formed(page)


@pytest.mark.parametrize("app", EVERY_PAGE)
def test_axe_finds_nothing_grave_on_any_page_of_any_scene(context: BrowserContext, screens: str, app: WallApp) -> None:
    """axe passes over what is not seen, so each page is shown to it."""
    pages = app.room.pages(app.room.display.at(clock.now()))
    seen = list[str | None]()
    with opened(context, app.home, WALLS[app.home]) as page:
        for number in range(len(pages)):
            turn_to(page, number)
            seen.append(page.locator(SEEN).get_attribute("class"))
            assert not (found := grave(page, within=SEEN)), lines(found)
    assert seen == [f"part scene-{shown.scene}" for shown in pages]


@pytest.mark.parametrize("path", EACH_EMPTY)
def test_axe_finds_nothing_grave_before_the_first_snapshot(
    context: BrowserContext, empty: Installation, path: str
) -> None:
    with both_served(empty), opened(context, path, WALLS.get(path, DESK)) as page:
        assert page.locator(".tile, .kpi").count() == 0
        assert not (found := grave(page)), lines(found)
        assert_well_formed(page)


def assert_well_formed(page: Page) -> None:
    """The page says its language, has one main part and one title, and no heading skips a level."""
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("main").count() == 1
    levels = page.evaluate(HEADINGS)
    if levels:
        assert levels[0] == 1 and levels.count(1) == 1, levels
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def assert_reached_by_keyboard(page: Page) -> None:
    """Tab reaches the main controls in the order of the page, and each shows that it was reached."""
    wanted = set(page.locator("header a, main a[href]:not(.ag-row a)").evaluate_all(VISIBLE_ADDRESSES))
    steps = list(walked(page))
    assert not (found := [step["what"] for step in steps if not step["isSeen"]]), lines(found)
    regions = [step["region"] for step in steps if step["region"]]
    assert regions == sorted(regions, key=["HEADER", "MAIN", "FOOTER"].index)
    assert wanted
    assert not (found := sorted(wanted - {step["address"] for step in steps})), lines(found)

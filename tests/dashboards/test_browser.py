"""What a browser really shows on the desk pages, and the way from the wall down to one dossier."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from config.settings import settings
from dashboards import words
from dashboards.app import server as pages_server
from dashboards.wall_app import server as wall_server
from tests.dashboards.served import Visit, listening, visiting
from tests.installation import Installation

OTHER_ADDRESSES = ("?unit=524&basis=own", "?unit=99999")


@pytest.fixture
def servers(synthetic: Installation) -> Iterator[dict[str, str]]:
    with listening(pages_server) as pages, listening(wall_server) as wall:
        synthetic.patch.setenv("IOC_PORTS__PAGES", str(pages))
        synthetic.patch.setenv("IOC_PORTS__WALL", str(wall))
        settings.cache_clear()
        yield {"pages": f"http://127.0.0.1:{pages}", "wall": f"http://127.0.0.1:{wall}"}


@pytest.fixture
def desk(browser: Browser, servers: dict[str, str]) -> Iterator[Visit]:
    with visiting(browser, 1440, 900) as visit:
        yield visit


def test_the_way_from_the_wall_to_one_dossier(desk: Visit, servers: dict[str, str]) -> None:
    page = desk.page
    page.goto(f"{servers['wall']}/wall/visitors/")
    page.locator(".scene-procedures .slot-2 .tile-link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cụm 5 xã (địa bàn huyện Bình Sơn cũ)")
    page.get_by_role("link", name="xã Vạn Tường").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Vạn Tường")
    page.get_by_role("link", name="quá hạn").filter(has_text="quá hạn").first.click()
    expect(page.locator("#dossier-count")).to_be_visible()
    total = int(page.locator("#dossier-count").get_attribute("data-count") or 0)
    rows = page.locator("#dossiers .ag-row .ag-cell a")
    expect(rows.first).to_be_visible()
    assert rows.count() <= total
    expect(page.get_by_text("quá hạn").first).to_be_visible()
    code = rows.first.inner_text()
    rows.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hồ sơ {code}")
    expect(page.get_by_text("ioc raw 20261123T001500000-0a1b2c3d").first).to_be_visible()
    expect(page.get_by_text(words.INVENTED)).to_be_visible()


def test_a_click_on_a_column_sorts_all_rows(desk: Visit, servers: dict[str, str]) -> None:
    desk.page.goto(f"{servers['pages']}/procedures?measure=received")
    first = desk.page.locator("#dossiers .ag-row[row-index='0'] .ag-cell[col-id=received_date]")
    header = desk.page.get_by_role("columnheader", name="Tiếp nhận")
    header.click()
    expect(first).to_have_text("15/09/2026")
    header.click()
    expect(first).to_have_text("23/11/2026")


@pytest.mark.parametrize(
    "address", ["", "?measure=overdue", *(pytest.param(each, marks=pytest.mark.slow) for each in OTHER_ADDRESSES)]
)
def test_a_phone_shows_the_page_without_scrolling_sideways(
    browser: Browser, servers: dict[str, str], address: str
) -> None:
    with visiting(browser, 390, 844) as visit:
        visit.page.goto(f"{servers['pages']}/procedures{address}")
        expect(visit.page.locator("main")).to_be_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_keyboard_shows_where_it_is(desk: Visit, servers: dict[str, str]) -> None:
    desk.page.goto(f"{servers['pages']}/procedures")
    expect(desk.page.locator(".kpi").first).to_be_visible()
    seen = set()
    for _ in range(12):
        desk.page.keyboard.press("Tab")
        seen.add(desk.page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert seen == {"solid"}


def test_on_a_phone_a_number_stands_on_the_first_screen_and_menus_open_within_it(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visiting(browser, 390, 844) as visit:
        visit.page.goto(f"{servers['pages']}/procedures?unit=21061")
        expect(visit.page.locator(".kpi [data-indicator]").first).to_be_in_viewport()
        for at in range(visit.page.locator(".controls .menu").count()):
            menu = visit.page.locator(".controls .menu").nth(at)
            menu.locator("summary").click()
            expect(menu.locator("li a").first).to_be_in_viewport()
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
            menu.locator("summary").click()


def test_on_a_phone_the_chosen_tab_and_the_names_of_rows_stay_in_sight(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visiting(browser, 390, 844) as visit:
        visit.page.goto(f"{servers['pages']}/education?tab=levels")
        chosen = visit.page.locator(".looks .chosen")
        expect(chosen).to_be_in_viewport(ratio=1)
        visit.page.goto(f"{servers['pages']}/education?tab=prizes")
        expect(chosen).to_be_in_viewport(ratio=1)
        table = visit.page.locator(".data-table").first
        table.evaluate("each => { each.scrollIntoView(); each.scrollLeft = 200; }")
        assert table.evaluate("each => each.scrollLeft") > 100
        for named in (table.locator("caption span"), table.locator("tbody th").first):
            expect(named).to_be_in_viewport(ratio=1)

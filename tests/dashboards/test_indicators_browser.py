"""The list of indicators in a browser: anchors, the search by key and by button, widths, sizes."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from config.settings import PROJECT
from dashboards import words
from dashboards.app import server as pages_server
from tests.dashboards.served import listening, visiting
from tests.installation import Installation

DECLARED = sorted((PROJECT / "config" / "indicators").glob("*.toml"))


SMALL = """() => [...document.querySelectorAll('main a, main summary, main button, main input')]
    .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""


@pytest.mark.parametrize("width", [390, pytest.param(768, marks=pytest.mark.slow), 1440])
def test_it_fits_phone_tablet_and_desk_and_is_large_enough_to_press(
    browser: Browser, synthetic: Installation, width: int
) -> None:
    with listening(pages_server) as port, visiting(browser, width, 844) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}/indicators")
        expect(visit.page.locator(".indicator")).to_have_count(len(DECLARED))
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.page.evaluate(SMALL) == []
        assert visit.page.get_by_text(words.INVENTED).is_visible()


def test_an_anchor_leads_to_its_indicator_and_a_search_away_from_it(browser: Browser, synthetic: Installation) -> None:
    with listening(pages_server) as port, visiting(browser, 1440, 900) as visit:
        page = visit.page
        page.goto(f"http://127.0.0.1:{port}/indicators#on_time_share")
        expect(page.locator("#on_time_share")).to_be_in_viewport()
        expect(page.locator("#on_time_share")).to_have_class("indicator asked")
        expect(page.locator("h1")).not_to_be_in_viewport()
        page.locator("#on_time_share a[href='#returned_share']").click()
        expect(page.locator("#returned_share")).to_be_in_viewport()
        page.locator("#indicators-words").fill("dung han")
        page.keyboard.press("Enter")
        expect(page.locator(".found")).to_contain_text("“dung han”")
        expect(page.locator("#on_time_share")).to_be_visible()
        assert 0 < page.locator(".indicator").count() < len(DECLARED)
        assert parse_qs(urlsplit(page.url).query)["q"] == ["dung han"] and not urlsplit(page.url).fragment
        page.reload()
        expect(page.locator("#indicators-words")).to_have_value("dung han")
        page.locator("#indicators-words").fill("")
        page.get_by_role("button", name="Tìm kiếm").click()
        expect(page.locator(".indicator")).to_have_count(len(DECLARED))

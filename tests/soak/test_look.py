"""The script that the soak adds to the wall tells a blank frame from a whole one, whatever made it blank."""

import json

import pytest
from playwright.sync_api import Browser, Page

from tests.soak.refreshing import SCRIPT

WHOLE = """<div id="notice"></div><div id="turn">1/2</div><main class="scene" data-version="a">
    <div class="page page-shown"><section class="tile">96,5%</section><section class="tile">23
    <svg width="9" height="9"><rect width="9" height="9"></rect></svg></section></div>
    <div class="page" hidden><section class="tile"></section></div></main>"""
TOLD_MS = 100
BLANKS = {
    "a tile says nothing": "document.querySelector('.tile').firstChild.data = ' '",
    "a tile is emptied": "document.querySelector('.tile').replaceChildren()",
    "a tile is not seen": "document.querySelector('.tile').style.visibility = 'hidden'",
    "a drawing is empty": "document.querySelector('svg').replaceChildren()",
    "no page is shown": "document.querySelector('.page-shown').className = 'page'",
    "two pages are shown": "document.querySelectorAll('.page')[1].className = 'page page-shown'",
    "the page turned to says nothing": "document.querySelectorAll('.page').forEach(e => { e.hidden = !e.hidden; "
    "e.classList.toggle('page-shown') })",
}


def look(page: Page) -> dict[str, float]:
    """What the script tells after some frames more."""
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    with page.expect_request("**/soak") as asked:
        pass
    told: dict[str, float] = json.loads(asked.value.post_data or "")
    return told


@pytest.mark.parametrize("break_it", BLANKS.values(), ids=BLANKS)
def test_a_blank_frame_is_seen(browser: Browser, break_it: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=WHOLE, content_type="text/html; charset=utf-8"))
        page.goto("http://127.0.0.1/")
        page.evaluate(SCRIPT % TOLD_MS)
        whole = look(page)
        assert whole["frames"] > 0 and whole["blank"] == 0
        page.evaluate(break_it)
        assert look(page)["blank"] > 0

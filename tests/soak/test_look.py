"""The script that the soak adds to the wall tells a blank frame from a whole one, whatever made it blank."""

import json

import pytest
from playwright.sync_api import Browser, Request

from tests.soak.refreshing import SCRIPT

WHOLE = """<style></style><div id="notice"></div><div id="turn">1/2</div><main class="scene" data-version="a">
    <div class="page page-shown"><section class="tile">96,5%</section><section class="tile">23
    <svg width="9" height="9"><rect width="9" height="9"></rect></svg></section></div>
    <div class="page" hidden><section class="tile"></section></div></main>"""
TOLD_MS = 100
# Longer than the second after which the script looks again though nothing changed.
FIRST_FRAMES, SEEN_MS = 90, 5000
BLANKS = {
    "there are no scenes": "document.querySelector('.scene').remove()",
    "a tile says nothing": "document.querySelector('.tile').firstChild.data = ' '",
    "a tile is emptied": "document.querySelector('.tile').replaceChildren()",
    "a tile is not seen": "document.querySelector('.tile').style.visibility = 'hidden'",
    "a rule hides all tiles, and no element changes": "document.styleSheets[0].insertRule('.tile { opacity: 0 }')",
    "a drawing is empty": "document.querySelector('svg').replaceChildren()",
    "no page is shown": "document.querySelector('.page-shown').className = 'page'",
    "two pages are shown": "document.querySelectorAll('.page')[1].className = 'page page-shown'",
    "the page turned to says nothing": "document.querySelectorAll('.page').forEach(e => { e.hidden = !e.hidden; "
    "e.classList.toggle('page-shown') })",
}


def frames(told: Request) -> dict[str, float]:
    """What the script tells, `{"frames": …, "blank": …}`."""
    counted: dict[str, float] = json.loads(told.post_data or "")
    return counted


# One that changes an element, and the one that changes none.
DAILY = ("a tile says nothing", "a rule hides all tiles, and no element changes")
EACH_BLANK = [
    pytest.param(break_it, marks=() if name in DAILY else pytest.mark.slow, id=name)
    for name, break_it in BLANKS.items()
]


@pytest.mark.parametrize("break_it", EACH_BLANK)
def test_a_blank_frame_is_seen(browser: Browser, break_it: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=WHOLE, content_type="text/html; charset=utf-8"))
        page.goto("http://127.0.0.1/")
        page.evaluate(SCRIPT % TOLD_MS)
        with page.expect_request(lambda told: "/soak" in told.url and frames(told)["frames"] > FIRST_FRAMES) as whole:
            pass
        assert frames(whole.value)["blank"] == 0
        with page.expect_request(lambda told: "/soak" in told.url and frames(told)["blank"] > 0, timeout=SEEN_MS):
            page.evaluate(break_it)

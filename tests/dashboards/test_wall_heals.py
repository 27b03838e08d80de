"""What a browser lost of a wall, or never got whole, comes by itself: nobody stands before a kiosk."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Semaphore

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser, expect

from dashboards.markup import to_html
from dashboards.screens.wall.scene import scenes
from dashboards.screens.wall.screen import unreadable
from tests.dashboards.served import listening
from tests.dashboards.test_wall_kept import (
    FORGET,
    MARKED,
    PATIENCE_MS,
    QUICK,
    address,
    assert_kept,
    new,
    old,
    opened_and_kept,
    wall_server,
)
from tests.dashboards.walls import FIRST, PROCEDURES
from tests.faults.line import Cut
from tests.installation import Installation

__all__ = ["new", "old"]

MARK = [f"{FIRST}kept", PATIENCE_MS]
# A store of a disk that takes its time.
SLOW_STORE = """(() => { const match = caches.match.bind(caches);
    const wait = () => new Promise(done => setTimeout(done, 1500));
    caches.match = async (...of) => { await wait(); return match(...of); }; })();"""

# Asks ten times a second, so that a test need not wait.
EAGER = """document.addEventListener("readystatechange", () => {
    Object.assign(document.documentElement.dataset, {askMs: 100, againMs: 100}); }, {once: true});"""
# Looks often whether its shell stands.
WATCHFUL = replace(QUICK, watch_ms=5000)
# How many connections a browser has to one host.
OF_A_HOST = 6


def fails_once(server: Flask, ending: str) -> None:
    """The server answers the first question for such a file with an error."""
    left = [ending]

    def refuse() -> Response | None:
        if left and request.path.endswith(left[0]):
            left.clear()
            return Response(status=500)
        return None

    server.before_request_funcs[None].insert(0, refuse)


def test_a_browser_that_kept_nothing_of_the_build_before_takes_the_new_one(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str], new: tuple[Flask, str]
) -> None:
    with opened_and_kept(browser, *old) as (line, _context, page), listening(new[0]) as port:
        page.evaluate(FORGET)
        line.cut(Cut.REFUSED)
        page.reload()
        expect(page.locator("body")).to_have_text("Màn hình chưa kết nối được máy chủ")
        line.lead_to(port)
        assert_kept(page, new[1])


@pytest.mark.parametrize("name", ["forward", pytest.param("pages", marks=pytest.mark.slow)])
def test_a_page_without_one_of_its_scripts_is_loaded_again(
    synthetic: Installation, browser: Browser, name: str
) -> None:
    server, _build = wall_server({PROCEDURES: scenes()[PROCEDURES]}, WATCHFUL)
    fails_once(server, f"{name}.js")
    page = browser.new_page()
    with listening(server) as port:
        page.goto(f"http://127.0.0.1:{port}{FIRST}")
        assert page.evaluate("name => !window[name]", name)
        page.wait_for_function(
            "name => window[name] && document.querySelector('.page-shown .tile')", arg=name, timeout=2 * PATIENCE_MS
        )
        page.close()


def test_what_did_not_come_whole_is_kept_a_minute_later(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str]
) -> None:
    server, _build = old
    page = browser.new_page()
    with listening(server) as port:
        page.clock.install()
        fails_once(server, "worker.js")
        page.goto(f"http://127.0.0.1:{port}{FIRST}")
        expect(page.locator(".page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)
        page.wait_for_timeout(1000)
        assert page.evaluate("async () => (await caches.keys()).length") == 0
        page.clock.fast_forward(61_000)
        page.evaluate(MARKED, MARK)
        page.close()


def test_a_last_frame_that_is_kept_stands_while_the_server_has_nothing_but_words(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str]
) -> None:
    server, build = old
    with opened_and_kept(browser, server, build) as (line, context, page):
        page.evaluate(MARKED, MARK)
        stood = page.locator("#scene").inner_html()
        page.close()
        server.before_request_funcs[None].insert(
            0, lambda: Response(to_html(unreadable()), 503) if request.path == f"{FIRST}scenes" else None
        )
        context.add_init_script(SLOW_STORE)
        later = context.new_page()
        later.goto(address(line))
        expect(later.locator(".page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)
        later.wait_for_timeout(1000)
        assert later.locator("#scene").inner_html() == stood and "tile" in stood


def test_refusals_that_do_not_end_do_not_use_up_the_connections_that_a_browser_has(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str]
) -> None:
    server, _build = old
    refused, over = Semaphore(0), Event()

    def endless() -> Iterator[str]:
        refused.release()
        while not over.wait(0.1):
            yield " "

    def refuse() -> Response | None:
        return Response(endless(), 502) if request.path == "/wall/version" and not over.is_set() else None

    server.before_request_funcs[None].insert(0, refuse)
    page = browser.new_page()
    page.add_init_script(EAGER)
    with listening(server) as port:
        page.goto(f"http://127.0.0.1:{port}{FIRST}")
        assert all(refused.acquire(timeout=10) for _each in range(2 * OF_A_HOST))
        over.set()
        page.close()

"""What a browser keeps of a wall: shown when nobody answers, replaced as one, and never believed of anybody else."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboards.pace import Pace
from dashboards.screens.wall.scene import Scene, scenes
from tests.architecture.test_kiosk import LIT, Machine, machine, opened
from tests.browser import ARGUMENTS, chromium
from tests.dashboards.planted_scene import planted
from tests.dashboards.served import listening
from tests.dashboards.walls import FIRST, PROCEDURES, server_with
from tests.faults.line import Cut, Line
from tests.installation import Installation

__all__ = ["machine"]

QUICK = Pace(ask_ms=200, again_ms=100, patience_ms=3000, behind_ms=1500, move_ms=200, doubt_ms=500)
NEWER = replace(QUICK, watch_ms=QUICK.watch_ms + 1)
CUT_OFF = "Màn hình mất kết nối từ 07:30 ngày 23/11 · đang giữ số liệu lúc 07:15 ngày 23/11"
KEPT = """async () => { await navigator.serviceWorker.ready; const kept = {};
    for (const name of await caches.keys()) kept[name] = (await (await caches.open(name)).keys()).length;
    return kept; }"""
MARKED = """async ([mark, patience]) => { const begun = performance.now();
    while (!(await caches.match(mark))) { if (performance.now() - begun > patience) throw new Error("no mark");
        await new Promise(done => setTimeout(done, 50)); } }"""
FORGET = "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
PATIENCE_MS = 20_000
# Each state of the page before it is painted: the build of its shell, and the scenes that stand in it.
STATES = """(() => { const look = () => { const scene = document.querySelector('.part');
    if (scene) window.noted(`${document.documentElement.dataset.build} ${scene.className}`); };
    new MutationObserver(look).observe(document, {childList: true, subtree: true}); })();"""

# Notes that the browser was asked to throw nothing away.
PERSIST = """(() => { const ask = navigator.storage.persist.bind(navigator.storage);
    navigator.storage.persist = () => { document.documentElement.dataset.persists = 'asked'; return ask(); }; })();"""


def wall_server(known: dict[str, Scene[Any]], pace: Pace = QUICK) -> tuple[Flask, str]:
    """A quick wall with these scenes, and its build."""
    server, _app = server_with(known, pace=pace)
    return server, server.test_client().get("/wall/version").get_json()["build"]


@pytest.fixture
def old() -> tuple[Flask, str]:
    return wall_server({PROCEDURES: scenes()[PROCEDURES]})


@pytest.fixture
def new() -> tuple[Flask, str]:
    return wall_server({"second": planted()}, NEWER)


@contextmanager
def opened_and_kept(browser: Browser, server: Flask, build: str) -> Iterator[tuple[Line, BrowserContext, Page]]:
    with listening(server) as port, Line(port).standing() as line:
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        context.add_init_script(PERSIST)
        page = context.new_page()
        page.goto(address(line))
        assert_kept(page, build)
        yield line, context, page
        context.close()


def address(line: Line, path: str = FIRST) -> str:
    return f"http://127.0.0.1:{line.port}{path}"


def assert_kept(page: Page, build: str) -> None:
    """The browser keeps this build and no other."""
    expect(page.locator(f"html[data-build='{build}'] .page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)
    assert list(page.evaluate(KEPT)) == [f"{FIRST} {build}"]


def test_what_is_kept_is_all_that_a_wall_loads_and_is_to_be_kept_for_good(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str]
) -> None:
    with opened_and_kept(browser, *old) as (line, _context, page):
        cached = page.evaluate(
            "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(r => r.url)"
        )
        loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
        assert len(loaded) > 15
        assert set(loaded) - set(cached) <= {address(line, "/wall/version"), address(line, f"{FIRST}worker.js")}
        expect(page.locator("html")).to_have_attribute("data-persists", "asked", timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("how", "path"), [(Cut.REFUSED, FIRST.rstrip("/")), pytest.param(Cut.LOGIN, FIRST, marks=pytest.mark.slow)]
)
def test_switched_on_while_nobody_answers_it_shows_what_it_kept_and_since_when(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str], how: Cut, path: str
) -> None:
    with opened_and_kept(browser, *old) as (line, context, page):
        stood = page.locator("#scene").inner_html()
        page.close()
        line.cut(how)
        later = context.new_page()
        later.goto(address(line, path))
        expect(later.locator("#notice")).to_have_text(CUT_OFF, timeout=PATIENCE_MS)
        assert later.locator("#scene").inner_html() == stood and "tile" in stood
        expect(later.locator(".page-shown .tile").first).to_be_visible()
        expect(later.locator("#clock")).to_be_empty()
        line.mend()
        expect(later.locator("#notice")).to_be_empty(timeout=PATIENCE_MS)
        expect(later.locator("#clock")).to_contain_text("07:30")


def test_a_new_product_replaces_shell_and_scenes_as_one(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str], new: tuple[Flask, str]
) -> None:
    states = set[str]()
    assert old[1] != new[1]
    with opened_and_kept(browser, *old) as (line, context, page), listening(new[0]) as port:
        context.expose_binding("noted", lambda _source, state: states.add(state))
        context.add_init_script(STATES)
        page.reload()
        line.lead_to(port)
        assert_kept(page, new[1])
        expect(page.locator("#notice")).to_be_empty(timeout=PATIENCE_MS)
        line.cut(Cut.REFUSED)
        page.reload()
        expect(page.locator("#notice")).to_have_text(CUT_OFF, timeout=PATIENCE_MS)
        assert_kept(page, new[1])
    assert states == {f"{old[1]} part scene-procedures", f"{new[1]} part scene-second"}


def test_a_new_product_that_does_not_come_whole_is_not_taken(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str], new: tuple[Flask, str]
) -> None:
    new[0].before_request_funcs[None].insert(
        0, lambda: Response(status=500) if request.path.endswith("latin-400-normal.woff2") else None
    )
    with opened_and_kept(browser, *old) as (line, _context, page), listening(new[0]) as port:
        line.lead_to(port)
        expect(page.locator("#notice")).to_contain_text("Chưa đọc được bản số liệu mới", timeout=PATIENCE_MS)
        page.reload()
        assert_kept(page, old[1])
        line.cut(Cut.REFUSED)
        page.reload()
        expect(page.locator("#notice")).to_have_text(CUT_OFF, timeout=PATIENCE_MS)
        assert_kept(page, old[1])


@pytest.mark.parametrize("how", [Cut.LOGIN, pytest.param(Cut.REFUSED, marks=pytest.mark.slow)])
def test_a_browser_that_has_thrown_away_what_it_kept_says_so_in_words(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str], how: Cut
) -> None:
    with opened_and_kept(browser, *old) as (line, _context, page):
        page.evaluate(FORGET)
        line.cut(how)
        page.reload()
        assert page.locator("body").inner_text().strip() == "Màn hình chưa kết nối được máy chủ"


def test_what_was_thrown_away_is_kept_again_when_the_page_is_next_loaded(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str]
) -> None:
    server, build = old
    with opened_and_kept(browser, server, build) as (line, context, page):
        page.evaluate(MARKED, [f"{FIRST}kept", PATIENCE_MS])
        page.evaluate(FORGET)
        page.reload()
        page.evaluate(MARKED, [f"{FIRST}kept", PATIENCE_MS])
        assert_kept(page, build)
        page.close()
        line.cut(Cut.REFUSED)
        later = context.new_page()
        later.goto(address(line))
        expect(later.locator(".page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)


def test_a_kiosk_knows_from_its_profile_whether_it_can_show_the_wall_without_the_server(
    synthetic: Installation, browser: Browser, old: tuple[Flask, str], machine: Machine
) -> None:
    profile = machine.folder / "profile"
    waits = f'[ "$(grep -c ^curl "{machine.calls}")" -ge 3 ]'
    machine.plant("xrandr", f'printf "{LIT}"')
    with listening(old[0]) as port:
        wall = f"http://127.0.0.1:{port}{FIRST}"
        (machine.folder / "address").write_text(f"{wall}\n", encoding="utf-8")
        context = browser.browser_type.launch_persistent_context(profile, executable_path=chromium(), args=ARGUMENTS)
        context.pages[0].goto(wall)
        context.pages[0].evaluate(MARKED, [f"{FIRST}kept", PATIENCE_MS])
        context.close()
        for asked in (0, 3):
            machine.calls.unlink(missing_ok=True)
            machine.plant("curl", waits)
            assert opened(machine, wall)[0].endswith(f" {wall}")
            assert len(machine.called("curl")) == asked
            # As a browser does that throws away what an address keeps.
            for of_address in (profile / "Default/Service Worker/CacheStorage").glob("*/"):
                shutil.rmtree(of_address)


def test_the_worker_keeps_this_wall_and_reaches_its_server_alone(
    synthetic: Installation, old: tuple[Flask, str]
) -> None:
    client = old[0].test_client()
    answer = client.get(f"{FIRST}worker.js")
    told = json.loads(re.findall(r"^const WALL = (.*);$", answer.get_data(as_text=True), re.MULTILINE)[0])
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert answer.headers["Service-Worker-Allowed"] == FIRST.rstrip("/")
    assert len(told["files"]) > 15 and all(path.startswith(FIRST) for path in told["files"])
    for path in told["files"]:
        found = client.get(path)
        assert found.status_code == 200 and found.headers["X-Wall-Build"] == old[1] == told["build"]


def test_a_build_is_the_same_in_each_process_and_another_for_another_shell(new: tuple[Flask, str]) -> None:
    _again, build = wall_server({"second": planted()}, NEWER)
    assert build == new[1] != ""
    assert wall_server({"second": planted()})[1] != build

"""A wall in a tab that nobody sees: none of its timers runs, and it is right again soon after it is looked at."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from dashboards.pace import PACE
from tests.browser import ARGUMENTS, chromium
from tests.dashboards.planted_scene import planted
from tests.dashboards.served import listening
from tests.dashboards.synthetic import write_pointer_to
from tests.dashboards.wall_sight import PATIENCE_MS
from tests.dashboards.walls import FIRST, server_with
from tests.faults.line import Cut, Line
from tests.installation import CLOCK, Installation

HOURS = 3
STARTED_S, HIDDEN_S, FROZEN_S, TICK_S = 20.0, PACE.ask_ms / 1000 + 0.5, 3.0, 1.0
NEW_S, MARKED_S, HEALED_S = 15.0, 15.0, 30.0
# How long no timer ran, at the longest.
WATCH = """() => { let at = performance.now(); window.stoodMs = 0;
    setInterval(() => { const now = performance.now(); window.stoodMs = Math.max(window.stoodMs, now - at); at = now; },
        100); }"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def tabs(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """The tabs of a Chromium as anybody starts it: launched by Playwright, it takes every tab for one that is seen."""
    command = [chromium(), "--headless", *ARGUMENTS, "--remote-debugging-port=0"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1920,1080", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        try:
            yield playwright.chromium.connect_over_cdp(_address(tmp_path / "profile"), no_defaults=True).contexts[0]
        finally:
            started.terminate()


def _address(profile: Path) -> str:
    """Where the browser with this profile listens."""
    file, give_up = profile / "DevToolsActivePort", time.monotonic() + STARTED_S
    while not (file.exists() and file.read_text(encoding="ascii").count("\n")):
        assert time.monotonic() < give_up, "Chromium does not start"
        time.sleep(0.05)
    return f"http://127.0.0.1:{file.read_text(encoding='ascii').split()[0]}"


@pytest.fixture
def line(synthetic: Installation) -> Iterator[Line]:
    """The line to a server of the television with a small scene."""
    server, _app = server_with({"small": planted()})
    with listening(server) as port, Line(port).standing() as line:
        yield line


@pytest.fixture
def wall(tabs: BrowserContext, line: Line) -> Page:
    page = tabs.pages[0]
    page.goto(f"http://127.0.0.1:{line.port}{FIRST}")
    expect(page.locator("#clock")).to_contain_text("07:3", timeout=PATIENCE_MS)
    expect(page.locator(".page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)
    return page


@contextmanager
def hidden(wall: Page) -> Iterator[None]:
    """Another tab in front of the wall, which asks once more, and is frozen: more than throttled. Then it is seen."""
    wall.evaluate(WATCH)
    before, lifecycle = wall.context.new_page(), wall.context.new_cdp_session(wall)
    assert wall.evaluate("document.visibilityState") == "hidden"
    time.sleep(HIDDEN_S)
    lifecycle.send("Page.setWebLifecycleState", {"state": "frozen"})
    yield
    time.sleep(FROZEN_S)
    lifecycle.send("Page.setWebLifecycleState", {"state": "active"})
    before.close()
    wall.bring_to_front()
    assert wall.evaluate("document.visibilityState") == "visible"
    wall.wait_for_function("ms => window.stoodMs >= ms", arg=1000 * (FROZEN_S - TICK_S))


def seconds_until(holds: Callable[[], object]) -> float:
    started = time.monotonic()
    holds()
    return time.monotonic() - started


def test_a_hidden_wall_has_the_newest_snapshot_and_the_time_when_it_is_looked_at(
    wall: Page, synthetic: Installation, synthetic_file: Path
) -> None:
    with hidden(wall):
        newer = synthetic.home / "warehouse" / "ioc-20261123T100000-0badcafe.duckdb"
        write_pointer_to(synthetic.home, Path(shutil.copy(synthetic_file, newer)))
        synthetic.set_clock(CLOCK + timedelta(hours=HOURS))
    newest = expect(wall.locator(".page-shown .snapshot"))
    assert seconds_until(lambda: newest.to_contain_text("0badcafe", timeout=PATIENCE_MS)) <= NEW_S
    expect(wall.locator("#clock")).to_contain_text("10:30")
    expect(wall.locator("#notice")).to_be_empty()


@pytest.mark.slow
@pytest.mark.parametrize("how", [Cut.REFUSED, Cut.DEAD])
def test_a_wall_that_was_cut_off_while_it_was_hidden_says_so_and_heals(wall: Page, line: Line, how: Cut) -> None:
    notice = expect(wall.locator("#notice"))
    with hidden(wall):
        line.cut(how)
    said = "Màn hình mất kết nối từ 07:3"
    assert seconds_until(lambda: notice.to_contain_text(said, timeout=2 * PATIENCE_MS)) <= MARKED_S
    expect(wall.locator(".page-shown .tile").first).to_be_visible()
    with hidden(wall):
        line.mend()
    assert seconds_until(lambda: notice.to_be_empty(timeout=2 * PATIENCE_MS)) <= HEALED_S
    expect(wall.locator("#clock")).to_contain_text("07:3")

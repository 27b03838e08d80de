"""A wall that nobody answers gives a sign of life on its computer's disk, and one that died gives none."""

import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, expect

from dashboards.screens.wall.scene import scenes
from tests.browser import ARGUMENTS, chromium
from tests.dashboards.served import listening
from tests.dashboards.walls import FIRST, PROCEDURES, server_with
from tests.installation import Installation

pytestmark = pytest.mark.slow
# The page writes each minute; Chromium takes it to the disk within a minute or so, also after the page died.
SIGN_S, SETTLES_S = 150, 90


def test_a_wall_that_is_cut_off_gives_signs_of_life_until_it_dies(
    synthetic: Installation, browser: Browser, tmp_path: Path
) -> None:
    server, _app = server_with({PROCEDURES: scenes()[PROCEDURES]})
    context = browser.browser_type.launch_persistent_context(str(tmp_path), executable_path=chromium(), args=ARGUMENTS)
    page = context.pages[0]
    with listening(server) as port:
        page.goto(f"http://127.0.0.1:{port}{FIRST}")
        expect(page.locator(".scene")).to_be_attached(timeout=60_000)
    cut_off = time.time()
    assert _signs_since(tmp_path, cut_off), "a page that lives gives signs"
    for each in psutil.process_iter(["cmdline"]):
        words = each.info["cmdline"] or []
        if "--type=renderer" in words and any(str(tmp_path) in word for word in words):
            each.kill()
    time.sleep(SETTLES_S)
    assert not _signs_since(tmp_path, time.time()), "a page that died gives none"
    context.close()


def _signs_since(profile: Path, since: float) -> bool:
    """Whether there is a sign that is younger, within the time that it may take."""
    while time.time() < since + SIGN_S:
        signs = (profile / "Default/Local Storage/leveldb").glob("*.log")
        if any(each.stat().st_mtime > since for each in signs):
            return True
        time.sleep(1)
    return False

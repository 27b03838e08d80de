"""Walls behind lines that are cut: gunicorn as `ioc up` starts it, a proxy for each wall, and what each wall says and
shows, noted in its page before it is painted."""

import json
import random
import shutil
import socket
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from config.settings import settings
from ioc import web
from ioc.processes import start, stop
from tests.dashboards.synthetic import write_pointer_to
from tests.faults.line import Cut, Line
from tests.installation import Installation

START_S, PATIENCE_S, STEP_MS = 120.0, 90.0, 50
MARKED_S, HEALED_S, NEW_S = 15.0, 30.0, 15.0
LONGEST_S, RESTARTED = 6.0, 0.25
MARK = "Màn hình mất kết nối từ"
ADDRESS = "http://127.0.0.1:{port}/wall/television/"
NOTE = """(() => { let last = ''; const look = () => {
    const notice = document.querySelector('#notice'), scene = document.querySelector('.scene');
    const ids = new Set([...document.querySelectorAll('.snapshot')].map(e => e.lastElementChild.textContent));
    const seen = [...document.querySelectorAll('.page-shown .tile')].filter(e => e.checkVisibility());
    const told = JSON.stringify({said: notice ? notice.textContent : '', snapshots: [...ids],
        tiles: scene ? seen.length : -1});
    if (told !== last) { last = told; window.noted(Date.now() / 1000, told); } };
    new MutationObserver(look).observe(document, {childList: true, subtree: true, attributes: true}); })();"""


@contextmanager
def gunicorn(installation: Installation, *, workers: int) -> Iterator[int]:
    """The port of the wall's server, started as `ioc up` does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    installation.patch.setenv("IOC_PORTS__WALL", str(port))
    settings.cache_clear()
    part = web.parts()[0]
    leader = start(replace(part, command=(*part.command, "--workers", str(workers)))).pid
    try:
        give_up = time.monotonic() + START_S
        while not _answers(port):
            assert time.monotonic() < give_up, part.last_words()
            time.sleep(0.1)
        yield port
    finally:
        stop([leader])


def _answers(port: int) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/wall/version", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


@dataclass(frozen=True)
class Noted:
    """What a wall said and showed from an instant on; -1 tiles: its page has no scenes yet."""

    at: float
    said: str
    snapshots: tuple[str, ...]
    tiles: int


@dataclass(frozen=True)
class Outcome:
    """One cut: seconds until it was marked, until it was healed, and until the newest snapshot stood."""

    how: Cut
    is_restarted: bool
    marked_s: float
    healed_s: float
    new_s: float


@dataclass
class Wall:
    """One wall behind its line."""

    line: Line
    page: Page
    noted: list[Noted] = field(default_factory=list)

    def note(self, at: float, told: str) -> None:
        """Called by the page."""
        found = json.loads(told)
        self.noted.append(Noted(at, found["said"], tuple(found["snapshots"]), found["tiles"]))

    def first(self, since: float, *, is_marked: bool, snapshot: str = "") -> float | None:
        """From when it stood, after `since`, as is asked for; None if it does not yet. It may have before."""
        before = [each for each in self.noted if each.at <= since][-1:]
        for each in [*before, *(each for each in self.noted if each.at > since)]:
            is_said = each.said.startswith(MARK) if is_marked else not each.said
            is_as_asked = is_said and each.tiles > 0
            if is_as_asked and (not snapshot or each.snapshots == (snapshot,)):
                return max(each.at, since)
        return None


@dataclass
class District:
    """What the walls show: two snapshots, one after the other."""

    installation: Installation
    file: Path
    count: int = 0
    newest: str = ""
    published_at: float = 0.0

    def publish(self) -> None:
        """Replace the snapshot by one of another name."""
        self.count += 1
        self.newest = f"ioc-20261123T08{self.count:04}-0badcafe"
        folder = self.installation.home / "warehouse"
        folder.mkdir(parents=True, exist_ok=True)
        file = Path(shutil.copy(self.file, folder / f"{self.newest}.duckdb"))
        write_pointer_to(self.installation.home, file)
        self.published_at = time.time()


@contextmanager
def standing(browser: Browser, upstream: int, count: int) -> Iterator[list[Wall]]:
    """So many walls, each with a browser profile of its own; all have drawn their scenes and kept them."""
    with ExitStack() as lines:
        made = [_wall(browser, lines.enter_context(Line(upstream).standing())) for _ in range(count)]
        for wall in made:
            wall.page.goto(ADDRESS.format(port=wall.line.port))
        for wall in made:
            wall.page.locator(".page-shown .tile").first.wait_for(timeout=1000 * PATIENCE_S)
            wall.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        yield made
        for wall in made:
            wall.page.context.close()


def _wall(browser: Browser, line: Line) -> Wall:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    wall = Wall(line, page)
    page.expose_binding("noted", lambda _source, at, told: wall.note(at, told))
    page.add_init_script(NOTE)
    return wall


def cut_all(
    walls: Sequence[Wall],
    district: District,
    plans: Sequence[Sequence[Cut]],
    seed: int,
    longest_s: float = LONGEST_S,
) -> list[Outcome]:
    """Cut each wall's line as its plan says, all walls at the same time, and tell what came of it.

    `longest_s`: how long at most a line stands before it is cut, and how long after the mark it stays cut.
    """
    given = enumerate(zip(walls, plans, strict=True))
    running = [_cuts(wall, district, plan, random.Random(seed + at), longest_s) for at, (wall, plan) in given]
    outcomes = list[Outcome]()
    while running:
        for each in list(running):
            try:
                outcomes += filter(None, [next(each)])
            except StopIteration:
                running.remove(each)
        walls[0].page.wait_for_timeout(STEP_MS)
    return outcomes


def assert_honest(walls: Sequence[Wall], outcomes: Sequence[Outcome]) -> None:
    """Every cut was marked and healed in time, the newest snapshot came, and nothing was ever empty or of two."""
    assert [each for each in outcomes if each.marked_s > MARKED_S] == []
    assert [each for each in outcomes if each.healed_s > HEALED_S] == []
    assert [each for each in outcomes if each.new_s > NEW_S] == []
    for wall in walls:
        assert [each for each in wall.noted if each.tiles == 0 or len(each.snapshots) > 1] == []


def _cuts(
    wall: Wall, district: District, plan: Sequence[Cut], chance: random.Random, longest_s: float
) -> Iterator[Outcome | None]:
    """One cut after the other, each at a random instant; None while there is nothing to tell."""
    for number, how in enumerate(plan):
        yield from _until(time.time() + chance.uniform(0, longest_s))
        is_restarted = chance.random() < RESTARTED
        wall.line.cut(how)
        cut_at = time.time()
        if is_restarted:
            # A browser that is switched on now has nothing but what it kept.
            wall.page.goto(ADDRESS.format(port=wall.line.port), wait_until="commit")
        marked = yield from _reached(wall, cut_at, is_marked=True)
        if number % 2 == 0:
            district.publish()
        yield from _until(time.time() + chance.uniform(0, longest_s))
        wall.line.mend()
        mended_at = time.time()
        healed = yield from _reached(wall, mended_at, is_marked=False)
        new_s = yield from _renewed(wall, district, healed)
        yield Outcome(how, is_restarted, marked - cut_at, healed - mended_at, new_s)


def _until(instant: float) -> Iterator[None]:
    while time.time() < instant:
        yield None


def _reached(wall: Wall, since: float, *, is_marked: bool) -> Generator[None, None, float]:
    give_up = since + PATIENCE_S
    while (at := wall.first(since, is_marked=is_marked)) is None:
        assert time.time() < give_up, (is_marked, wall.line, wall.noted[-3:])
        yield None
    return at


def _renewed(wall: Wall, district: District, healed: float) -> Generator[None, None, float]:
    """Seconds until the newest snapshot stood: another wall's cut may publish one more while this one waits."""
    while True:
        since = max(healed, district.published_at)
        at = wall.first(since, is_marked=False, snapshot=district.newest)
        if at is not None:
            return at - since
        assert time.time() < since + PATIENCE_S, (district.newest, wall.noted[-3:])
        yield None

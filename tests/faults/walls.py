"""Walls behind lines that are cut: gunicorn as `ioc up` starts it, and a proxy for each wall."""

import random
import shutil
import socket
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser

from config import clock
from config.settings import settings
from dashboards.pace import PACE
from ioc import web
from ioc.processes import start, stop
from tests.dashboards.synthetic import write_pointer_to
from tests.faults.line import Cut, Line
from tests.faults.noted import MARK, NOTE, Noted, Outcome, Wall
from tests.installation import Installation

START_S, PATIENCE_S, STEP_MS = 120.0, 90.0, 50
LONGEST_S, RESTARTED = 6.0, 0.25
ADDRESS = "http://127.0.0.1:{port}/wall/television/"


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
    steady_s: float = 0.0,
) -> list[Outcome]:
    """Cut each wall's line as its plan says, all walls at the same time, and tell what came of it.

    `longest_s`: how long at most a line stands before it is cut, and how long after the mark it stays cut.
    `steady_s`: how long a wall must stand without a mark before it is called healed, from when that began.
    """
    given = enumerate(zip(walls, plans, strict=True))
    running = [_cuts(wall, district, plan, random.Random(seed + at), longest_s, steady_s) for at, (wall, plan) in given]
    outcomes = list[Outcome]()
    while running:
        for each in list(running):
            try:
                outcomes += filter(None, [next(each)])
            except StopIteration:
                running.remove(each)
        walls[0].page.wait_for_timeout(STEP_MS)
    return outcomes


def _cuts(
    wall: Wall, district: District, plan: Sequence[Cut], chance: random.Random, longest_s: float, steady_s: float
) -> Iterator[Outcome | None]:
    """One cut after the other, each at a random instant; None while there is nothing to tell."""
    for number, how in enumerate(plan):
        yield from _until(time.time() + chance.uniform(0, longest_s))
        is_restarted = chance.random() < RESTARTED
        wall.line.cut(how)
        cut_at, last_heard = time.time(), _last_heard()
        if is_restarted:
            # A browser that is switched on now has nothing but what it kept.
            wall.page.goto(ADDRESS.format(port=wall.line.port), wait_until="commit")
        marked = yield from _marked(wall, cut_at)
        if number % 2 == 0:
            district.publish()
        yield from _until(time.time() + chance.uniform(0, longest_s))
        wall.line.mend()
        mended_at = time.time()
        healed = yield from _healed(wall, mended_at, steady_s)
        new_s = yield from _renewed(wall, district, healed)
        since = marked.said.removeprefix(MARK)[: len(" 07:30")].strip()
        yield Outcome(how, is_restarted, since, last_heard, marked.at - cut_at, healed - mended_at, new_s)


def _last_heard() -> frozenset[str]:
    """The minutes of the server's clock in which a wall that is cut off now may have had its last answer."""
    ago_s = 0 if settings().clock else (PACE.ask_ms + PACE.patience_ms) / 1000
    return frozenset(f"{clock.now() - timedelta(seconds=seconds):%H:%M}" for seconds in (0, ago_s))


def _until(instant: float) -> Iterator[None]:
    while time.time() < instant:
        yield None


def _marked(wall: Wall, since: float) -> Generator[None, None, Noted]:
    while (found := wall.first(since, is_marked=True)) is None:
        assert time.time() < since + PATIENCE_S, ("never marked", wall.line, wall.noted[-3:])
        yield None
    return found


def _healed(wall: Wall, since: float, steady_s: float) -> Generator[None, None, float]:
    while (at := wall.steady(since)) is None or time.time() < at + steady_s:
        assert time.time() < since + PATIENCE_S, ("never healed", wall.line, wall.noted[-3:])
        yield None
    return at


def _renewed(wall: Wall, district: District, healed: float) -> Generator[None, None, float]:
    """Seconds until the newest snapshot stood: another wall's cut may publish one more while this one waits."""
    while True:
        since = max(healed, district.published_at)
        found = wall.first(since, is_marked=False, snapshot=district.newest)
        if found is not None:
            return found.at - since
        assert time.time() < since + PATIENCE_S, (district.newest, wall.noted[-3:])
        yield None

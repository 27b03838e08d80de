"""What walls cost at full scale: the first paint, the change of scenes on the largest wall, and twenty walls on one
server while snapshots are published; `make bench` prints figures beside goals. What a tile is: docs/performance.md.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser

from config.displays import Display, read_displays
from config.places import places
from config.programmes import Showing
from connectors.kit.registry import sources
from connectors.kit.runner import pull
from dashboards.wall_app import make_server
from tests.bench.first_paint import PATIENCE_MS, visit
from tests.bench.measured import percentiles
from tests.bench.running import Served, serving
from tests.bench.wall_clients import Scenes, walls
from tests.dashboards.served import listening
from tests.dashboards.synthetic import write_pointer_to
from tests.installation import CLOCK, Installation, installed, served
from warehouse.build import build

pytestmark = pytest.mark.bench

WALLS, PUBLICATIONS, BETWEEN_S = 20, 8, 8.0
TILE_GOAL_MS, PAINT_GOAL_S, CHANGE_GOAL_MS = 60, 2.5, 500
VISITS, DWELL_S = 3, 4
LARGEST = (5760, 3240)
# A day on which no source is down in the story, within working hours, whose programme shows every scene.
AT = CLOCK.replace(day=20, hour=9)
NAMES = [each.name for each in read_displays()]
# When a page of the wall is first turned to, and when the browser has presented the last of its titles.
WATCH = """(() => { const turned = {}, painted = {};
    window.changes = () => Object.keys(painted).filter(at => at in turned).map(at => painted[at] - turned[at]);
    new PerformanceObserver(list => { for (const each of list.getEntries())
        painted[each.identifier] = Math.max(painted[each.identifier] || 0, each.renderTime); }
    ).observe({type: 'element', buffered: true});
    let pages = null;
    Object.defineProperty(window, 'pages', {get: () => pages, set: made => { pages = {...made, show: at => {
        const now = performance.now(); made.show(at);
        if (!at || at in turned) return;
        turned[at] = now;
        document.querySelectorAll('.page-shown h2, .page-shown h2 a').forEach(
            title => title.setAttribute('elementtiming', at)); }}; }}); })();"""


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("walls"), scale=1) as installation:
        installation.set_clock(AT)
        with served(installation, with_story=True):
            for source in sources():
                pull(source)
        build()
        yield installation


@pytest.fixture(scope="module")
def screens(district: Installation) -> Iterator[Served]:
    with serving(district) as running:
        yield running


def of_kind(name: str) -> Display:
    return next(each for each in read_displays() if each.name == name)


@pytest.mark.parametrize(("name", "width", "height"), [("television", 1920, 1080), ("wall_3x3", *LARGEST)])
def test_first_paint(name: str, width: int, height: int, browser: Browser, screens: Served) -> None:
    address = screens.address(f"/wall/{name}/")
    visits = [visit(browser, address, (width, height)) for _ in range(VISITS)]
    paints, numbers = [each.first_paint_s for each in visits], [each.first_number_s for each in visits]
    print(
        f"\n{name} at {width} × {height}: first paint {median(paints):.2f} s, first number {median(numbers):.2f} s,"
        f" slowest {max(numbers):.2f} s: {max(numbers) / PAINT_GOAL_S:.2f} of the goal ({PAINT_GOAL_S} s)"
    )


def test_change_of_scenes_on_the_largest_wall(browser: Browser, district: Installation) -> None:
    display = of_kind("wall_3x3")
    quick = replace(display, scenes=tuple(Showing(each.scene, DWELL_S) for each in display.scenes), programmes=())
    server, (app,) = make_server([quick])
    pages = len(app.room.all_pages)
    with listening(server) as port:
        page = browser.new_page(viewport=dict(zip(("width", "height"), LARGEST, strict=True)))  # type: ignore[arg-type]
        page.add_init_script(WATCH)
        page.goto(f"http://127.0.0.1:{port}{app.home}")
        page.locator(".page-shown .tile").first.wait_for(timeout=PATIENCE_MS)
        # A red line brings its scene forward, so that all have been seen only after more turns than there are pages.
        seen, patience_ms = "count => window.changes().length === count", 3000 * (DWELL_S + 1) * pages
        page.wait_for_function(seen, arg=pages - 1, timeout=patience_ms)
        spent = page.evaluate("window.changes()")
        page.close()
    assert pages > 1
    print(
        f"\n{len(spent)} changes of scenes at {LARGEST[0]} × {LARGEST[1]}: median {median(spent):.0f} ms, slowest"
        f" {max(spent):.0f} ms: {max(spent) / CHANGE_GOAL_MS:.2f} of the goal ({CHANGE_GOAL_MS} ms)"
    )


@pytest.fixture(scope="module")
def publish(district: Installation) -> Callable[[], None]:
    """Publishes the newest snapshot once more, under another name."""
    newest = max(places().warehouse.glob("ioc-*.duckdb"))
    names = (newest.with_name(f"ioc-20261123T2300{number:02}-0badcafe.duckdb") for number in range(60))

    def of() -> None:
        write_pointer_to(district.home, Path(shutil.copy(newest, next(names))))

    return of


def test_scenes_that_are_drawn(screens: Served, publish: Callable[[], None]) -> None:
    """Each wall asks once after each publication, alone: nothing that was drawn before can be given again."""
    answers = list[Scenes]()
    for _ in range(PUBLICATIONS):
        publish()
        answers += [each.scenes() for each in walls(screens.wall_port, NAMES, len(NAMES))]
    assert len(answers) == PUBLICATIONS * len(NAMES) and all(each.tiles > 0 for each in answers)
    print(f"\n{len(NAMES)} walls, one after the other, {PUBLICATIONS} publications, all drawn: {_said(answers)}")


def test_twenty_walls_on_one_server(screens: Served, publish: Callable[[], None]) -> None:
    """What walls meet: most of these answers give again what was drawn for another wall of the same profile."""
    made = walls(screens.wall_port, NAMES, WALLS)
    ended = threading.Event()
    threads = [threading.Thread(target=each.run, args=(ended,)) for each in made]
    used = screens.processor_s()
    for thread in threads:
        thread.start()
    for _ in range(PUBLICATIONS):
        time.sleep(BETWEEN_S)
        publish()
    time.sleep(BETWEEN_S)
    ended.set()
    for thread in threads:
        thread.join()
    used = screens.processor_s() - used
    answers = [each for wall in made for each in wall.answers]
    assert len(answers) >= WALLS * PUBLICATIONS and all(each.tiles > 0 for each in answers)
    asked = percentiles([ms for wall in made for ms in wall.versions_ms])
    print(
        f"\n{WALLS} walls, {PUBLICATIONS} publications, drawn or given again: {_said(answers)};"
        f" version p50 {asked[0]:.0f} ms, p95 {asked[1]:.0f} ms; {used:.1f} s of processor"
    )


def _said(answers: Sequence[Scenes]) -> str:
    whole = percentiles([each.spent_ms for each in answers])
    tile = percentiles([each.tile_ms for each in answers])
    return (
        f"all scenes p50 {whole[0]:.0f} ms, p95 {whole[1]:.0f} ms; a tile p50 {tile[0]:.1f} ms, p95 {tile[1]:.1f} ms:"
        f" {tile[1] / TILE_GOAL_MS:.2f} of the goal ({TILE_GOAL_MS} ms)"
    )

"""What a browser really shows: sizes, cuts and overlaps on the wall, its healing, and the way down to one dossier."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.outcomes import begin, finish
from config.settings import settings
from dashboards import words
from dashboards.app import server as pages_server
from dashboards.theme import WALL_SMALLEST_TEXT_PX
from dashboards.wall_app import server as wall_server
from tests.browser import ARGUMENTS, chromium
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.synthetic import write_pointer_to, write_snapshot
from tests.installation import Installation
from warehouse import reader

POLL_MS = 5000

# Elements that hold text themselves, with what the eye meets: size in px, box, and whether a part of it is cut off.
TEXTS = """() => [...document.querySelectorAll('.wall *')].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length
).map(e => { const box = e.getBoundingClientRect(), tile = e.closest('.tile')?.getBoundingClientRect(); return {
    text: e.textContent, size: parseFloat(getComputedStyle(e).fontSize),
    left: box.left, top: box.top, right: box.right, bottom: box.bottom,
    outside: !!tile && (box.left < tile.left || box.right > tile.right
        || box.top < tile.top || box.bottom > tile.bottom),
    cut: e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' }; })"""
BOXES = """() => [...document.querySelectorAll('header, .tile, .wall footer')].map(e => {
    const box = e.getBoundingClientRect(); return {
    name: e.className || e.tagName, left: box.left, top: box.top, right: box.right, bottom: box.bottom,
    cut: e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight }; })"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def servers(synthetic: Installation) -> Iterator[dict[str, str]]:
    with listening(pages_server) as pages, listening(wall_server) as wall:
        synthetic.patch.setenv("IOC_PORTS__PAGES", str(pages))
        synthetic.patch.setenv("IOC_PORTS__WALL", str(wall))
        settings.cache_clear()
        yield {"pages": f"http://127.0.0.1:{pages}", "wall": f"http://127.0.0.1:{wall}"}


@pytest.fixture
def wall(browser: Browser, servers: dict[str, str]) -> Iterator[Visit]:
    with visiting(browser, 1920, 1080) as visit:
        visit.page.clock.install()
        visit.page.goto(f"{servers['wall']}/wall")
        expect(visit.page.locator("#clock")).to_contain_text("07:30")
        yield visit


@pytest.fixture
def desk(browser: Browser, servers: dict[str, str]) -> Iterator[Visit]:
    with visiting(browser, 1440, 900) as visit:
        yield visit


def assert_nothing_is_cut(page: Page) -> None:
    page.evaluate("document.fonts.ready")
    texts, boxes = page.evaluate(TEXTS), page.evaluate(BOXES)
    assert len(texts) > 25 and len(boxes) == 5
    assert [each for each in texts if each["size"] < WALL_SMALLEST_TEXT_PX] == []
    assert [each for each in texts if each["cut"] or each["outside"]] == []
    assert [each for each in boxes if each["cut"]] == []
    assert [each for each in [*texts, *boxes] if not _inside(each)] == []
    assert [(one["name"], two["name"]) for one in boxes for two in boxes if one is not two and _overlap(one, two)] == []


def _inside(box: dict[str, Any]) -> bool:
    return bool(box["left"] >= 0 and box["top"] >= 0 and box["right"] <= 1920 and box["bottom"] <= 1080)


def _overlap(one: dict[str, Any], two: dict[str, Any]) -> bool:
    beside = one["right"] <= two["left"] or two["right"] <= one["left"]
    above = one["bottom"] <= two["top"] or two["bottom"] <= one["top"]
    return not (beside or above)


def poll(page: Page) -> None:
    """Let the wall ask its server once more, without waiting for it."""
    page.clock.fast_forward(POLL_MS)


def test_the_wall_is_whole_readable_and_marked(wall: Visit) -> None:
    expect(wall.page.get_by_text(words.INVENTED)).to_be_visible()
    expect(wall.page.locator("#clock")).to_contain_text("Thứ Hai, 23/11/2026")
    assert_nothing_is_cut(wall.page)


def test_large_numbers_and_long_sentences_fit_the_wall(
    browser: Browser, servers: dict[str, str], synthetic: Installation, synthetic_file: Path
) -> None:
    _publish_larger(synthetic, synthetic_file)
    finish(begin("one_stop", "pull"), "failed", error="SourceUnavailable", next_try_at=settings().clock)
    with visiting(browser, 1920, 1080) as visit:
        visit.page.goto(f"{servers['wall']}/wall")
        expect(visit.page.get_by_text("Mất kết nối nguồn")).to_be_visible()
        received = visit.page.locator("[data-indicator=dossiers_received]")
        assert float(received.get_attribute("data-value") or 0) > 10_000
        assert_nothing_is_cut(visit.page)


def _publish_larger(installation: Installation, file: Path) -> None:
    """Serve the snapshot `file` with forty times as many dossiers received and overdue."""
    larger = installation.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"
    with duckdb.connect(shutil.copy(file, larger)) as connection:
        connection.execute(
            "UPDATE marts.indicator_value SET value = 40 * value, n = 40 * n"
            " WHERE indicator IN ('dossiers_received', 'overdue_open')"
        )
    write_pointer_to(installation.home, larger)


def test_the_wall_shows_the_numbers_of_the_query(wall: Visit) -> None:
    rows = reader.sql(
        "SELECT indicator, unit_code, value FROM marts.indicator_value WHERE basis = 'successor' AND is_open"
        " AND grain = 'report_quarter' AND indicator IN ('on_time_share', 'dossiers_received', 'overdue_open')"
        " AND (unit_kind = 'area' OR indicator = 'on_time_share' AND unit_kind = 'commune')"
    )
    assert len(rows) == 8
    for row in rows.to_dict("records"):
        tile = wall.page.locator(f"[data-indicator={row['indicator']}][data-unit='{row['unit_code']}']")
        assert float(tile.get_attribute("data-value") or "nan") == pytest.approx(row["value"], abs=1e-9)
        said = words.share(row["value"]) if row["indicator"] == "on_time_share" else words.number(row["value"])
        expect(tile).to_have_text(said)


def test_a_silent_server_is_told_and_forgotten_when_it_answers(wall: Visit) -> None:
    wall.page.route("**/wall/version", lambda route: route.fulfill(status=503))
    notice = wall.page.locator("#notice")
    for _ in range(3):
        poll(wall.page)
        wall.page.wait_for_timeout(50)
    expect(notice).to_have_text("Màn hình mất kết nối từ 07:30 · đang giữ số liệu lúc 07:15")
    assert wall.page.locator(".tile").count() == 3
    assert wall.page.evaluate(TEXTS)[-1]["cut"] is False
    wall.page.unroute("**/wall/version")
    poll(wall.page)
    expect(notice).to_be_empty()
    assert {line.partition(" the server responded")[0] for line in wall.wrong} == {"Failed to load resource:"}
    wall.wrong.clear()


def test_a_new_snapshot_takes_over_without_a_blank(wall: Visit, synthetic: Installation, tmp_path: Path) -> None:
    wall.page.evaluate("""() => { window.fewest = 99; const look = () => {
        window.fewest = Math.min(window.fewest, document.querySelectorAll('.tile').length);
        requestAnimationFrame(look); }; look(); }""")
    before = wall.page.locator("[data-indicator=dossiers_received]").inner_text()
    newer = write_snapshot(tmp_path / "newer", dossiers=9000)
    target = synthetic.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"
    write_pointer_to(synthetic.home, Path(shutil.copy(newer, target)))
    poll(wall.page)
    expect(wall.page.locator(".snapshot")).to_contain_text("0badcafe")
    assert wall.page.locator("[data-indicator=dossiers_received]").inner_text() != before
    wall.page.wait_for_timeout(100)
    assert wall.page.evaluate("window.fewest") == 3


def test_the_first_snapshot_appears_by_itself(
    browser: Browser, servers: dict[str, str], synthetic: Installation
) -> None:
    pointer = synthetic.home / "warehouse" / "current.json"
    kept = pointer.read_bytes()
    pointer.unlink()
    with visiting(browser, 1920, 1080) as visit:
        visit.page.clock.install()
        visit.page.goto(f"{servers['wall']}/wall")
        expect(visit.page.get_by_text("Chưa có số liệu", exact=True).first).to_be_visible()
        sizes = {each["size"] for each in visit.page.evaluate(TEXTS)}
        assert sizes and min(sizes) >= WALL_SMALLEST_TEXT_PX
        pointer.write_bytes(kept)
        poll(visit.page)
        expect(visit.page.locator(".tile")).to_have_count(3)


def test_the_way_from_the_wall_to_one_dossier(desk: Visit, servers: dict[str, str]) -> None:
    page = desk.page
    page.goto(f"{servers['wall']}/wall")
    page.locator(".slot-2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cụm 5 xã (địa bàn huyện Bình Sơn cũ)")
    page.get_by_role("link", name="xã Vạn Tường").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Vạn Tường")
    page.get_by_role("link", name="quá hạn").filter(has_text="quá hạn").first.click()
    expect(page.locator("#dossier-count")).to_be_visible()
    total = int(page.locator("#dossier-count").get_attribute("data-count") or 0)
    rows = page.locator("#dossiers .ag-row .ag-cell a")
    expect(rows.first).to_be_visible()
    assert rows.count() <= total
    expect(page.get_by_text("chậm").first).to_be_visible()
    code = rows.first.inner_text()
    rows.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hồ sơ {code}")
    expect(page.get_by_text("ioc raw 20261123T001500000-0a1b2c3d").first).to_be_visible()
    expect(page.get_by_text(words.INVENTED)).to_be_visible()


def test_a_click_on_a_column_sorts_all_rows(desk: Visit, servers: dict[str, str]) -> None:
    desk.page.goto(f"{servers['pages']}/procedures?measure=received")
    first = desk.page.locator("#dossiers .ag-row[row-index='0'] .ag-cell[col-id=received_date]")
    header = desk.page.get_by_role("columnheader", name="Tiếp nhận")
    header.click()
    expect(first).to_have_text("15/09/2026")
    header.click()
    expect(first).to_have_text("23/11/2026")


@pytest.mark.parametrize("address", ["", "?measure=overdue", "?unit=524&basis=own", "?unit=99999"])
def test_a_phone_shows_the_page_without_scrolling_sideways(
    browser: Browser, servers: dict[str, str], address: str
) -> None:
    with visiting(browser, 390, 844) as visit:
        visit.page.goto(f"{servers['pages']}/procedures{address}")
        expect(visit.page.locator("main")).to_be_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_keyboard_shows_where_it_is(desk: Visit, servers: dict[str, str]) -> None:
    desk.page.goto(f"{servers['pages']}/procedures")
    expect(desk.page.locator(".kpi").first).to_be_visible()
    seen = set()
    for _ in range(12):
        desk.page.keyboard.press("Tab")
        seen.add(desk.page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert seen == {"solid"}

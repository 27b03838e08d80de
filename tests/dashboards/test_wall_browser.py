"""What the walls really show, in Chromium: sizes at the reader's eye, contrast, cuts, overlaps, weight, and healing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from config.settings import settings
from dashboards import words
from dashboards.wall_app import server as wall_server
from tests.dashboards.conftest import publish
from tests.dashboards.served import Visit, listening, visiting
from tests.dashboards.synthetic import announce_source, write_pointer_to, write_snapshot
from tests.dashboards.wall_sight import (
    DISPLAYS,
    FOOTNOTE,
    LEAST_CONTRAST,
    OTHER_SIZES,
    SIZES,
    WATCH,
    assert_light,
    assert_whole,
    contrasts,
    keep_picture,
    look,
    opened,
    pages_of,
    poll,
)  # fmt: skip
from tests.dashboards.walls import everything_failed, publish_with
from tests.installation import Installation
from warehouse import reader


@pytest.fixture(scope="session")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot large enough that no list is short and no sample small."""
    return write_snapshot(tmp_path_factory.mktemp("full"), dossiers=24_000)


@pytest.fixture
def full(empty: Installation, full_file: Path) -> Installation:
    announce_source()
    publish(empty, full_file)
    return empty


@pytest.fixture
def address(full: Installation) -> Iterator[str]:
    with listening(wall_server) as port:
        full.patch.setenv("IOC_PORTS__WALL", str(port))
        settings.cache_clear()
        yield f"http://127.0.0.1:{port}/wall"


@pytest.fixture
def wall(browser: Browser, address: str) -> Iterator[Visit]:
    """The television, its clock in the test's hand."""
    with visiting(browser, 1920, 1080) as visit:
        opened(visit, address, "television")
        yield visit


@pytest.mark.parametrize(("name", "width", "height", "scale"), SIZES)
def test_a_wall_is_whole_legible_light_and_alone(
    browser: Browser, address: str, name: str, width: int, height: int, scale: int
) -> None:
    display, answers = DISPLAYS[name], list[Response]()
    with visiting(browser, width, height, scale) as visit:
        visit.page.on("response", lambda answer: answers.append(answer))
        opened(visit, address, name)
        expect(visit.page.locator("#clock")).to_contain_text("Thứ Hai, 23/11/2026")
        slots = set()
        for _ in pages_of(visit.page, display):
            sight = look(visit.page)
            assert len(sight.texts) > 15
            assert words.INVENTED in [each["text"] for each in sight.texts]
            assert_whole(sight, display)
            found = contrasts(visit.page, sight.texts)
            assert [
                (text["text"], round(ratio, 1))
                for text, ratio in zip(sight.texts, found, strict=True)
                if ratio < LEAST_CONTRAST
            ] == []
            slots |= {tile["text"] for tile in sight.tiles}
            keep_picture(visit.page, f"{name}_{scale}_{len(slots)}")
        assert slots == {f"tile slot-{slot}" for page in display.slots for slot in page}
        assert_light(answers)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "width", "height", "scale"), [*SIZES, *OTHER_SIZES])
def test_every_resolution_is_drawn_and_kept_as_a_picture(
    browser: Browser, address: str, tmp_path: Path, name: str, width: int, height: int, scale: int
) -> None:
    folder = Path(os.environ.get("WALL_PICTURES", tmp_path))
    display = DISPLAYS[name]
    with visiting(browser, width, height, scale) as visit:
        opened(visit, address, name)
        for index in pages_of(visit.page, display):
            picture = folder / f"wall_{name}_{width}x{height}@{scale}_{index + 1}.png"
            visit.page.screenshot(path=picture)
            assert picture.stat().st_size > 50_000
            sight = look(visit.page)
            assert [each["text"] for each in sight.texts if each["outside"]] == []
            factor = width / display.canvas[0]
            smallest = min(each["size"] for each in sight.texts) / factor
            assert display.arc_minutes(smallest) >= FOOTNOTE


@pytest.mark.parametrize(("name", "width", "height", "scale"), [SIZES[0], SIZES[2]])
def test_large_numbers_and_long_sentences_fit(
    browser: Browser, address: str, full: Installation, full_file: Path, name: str, width: int, height: int, scale: int
) -> None:
    change = (
        "UPDATE marts.indicator_value SET value = 40 * value, n = 40 * n"
        " WHERE indicator IN ('dossiers_received', 'overdue_open', 'due_within_2_days', 'overdue_without_apology')"
    )
    publish_with(full, full_file, change)
    everything_failed()
    display = DISPLAYS[name]
    with visiting(browser, width, height, scale) as visit:
        opened(visit, address, name)
        expect(visit.page.get_by_text("Mất kết nối nguồn").first).to_be_visible()
        expect(visit.page.get_by_text("không qua kiểm tra")).to_be_visible()
        received = visit.page.locator("[data-indicator=dossiers_received]")
        assert float(received.get_attribute("data-value") or 0) > 50_000
        for _ in pages_of(visit.page, display):
            assert_whole(look(visit.page), display)


@pytest.mark.parametrize(("name", "width", "height", "scale"), [SIZES[0], SIZES[2]])
def test_words_in_place_of_numbers_fit(
    browser: Browser, address: str, full: Installation, full_file: Path, name: str, width: int, height: int, scale: int
) -> None:
    change = "UPDATE marts.indicator_value SET state = 'below_minimum', value = NULL, band = NULL, n = 17"
    publish_with(full, full_file, change)
    display = DISPLAYS[name]
    with visiting(browser, width, height, scale) as visit:
        opened(visit, address, name)
        expect(visit.page.get_by_text("Chưa đủ mẫu").first).to_be_attached()
        for _ in pages_of(visit.page, display):
            assert_whole(look(visit.page), display)


def test_the_wall_shows_the_numbers_of_the_query(wall: Visit) -> None:
    rows = reader.sql(
        "SELECT indicator, unit_code, value FROM marts.indicator_value WHERE basis = 'successor' AND is_open"
        " AND grain = 'report_quarter' AND indicator IN ('on_time_share', 'dossiers_received', 'overdue_open')"
        " AND (unit_kind = 'area' OR indicator = 'on_time_share' AND unit_kind = 'commune')"
    )
    assert len(rows) == 8
    for row in rows.to_dict("records"):
        number = f"[data-indicator={row['indicator']}][data-unit='{row['unit_code']}']"
        tile = wall.page.locator(f".slot-2 {number}, .slot-1 {number}, .slot-3 {number}")
        assert float(tile.get_attribute("data-value") or "nan") == pytest.approx(row["value"], abs=1e-6)
        share = row["indicator"] == "on_time_share"
        expect(tile).to_have_text(words.share(row["value"]) if share else words.number(row["value"]))


def test_a_silent_server_is_told_and_forgotten_when_it_answers(wall: Visit) -> None:
    wall.page.route("**/wall/version", lambda route: route.fulfill(status=503))
    notice = wall.page.locator("#notice")
    for _ in range(3):
        poll(wall.page)
        wall.page.wait_for_timeout(50)
    expect(notice).to_have_text("Màn hình mất kết nối từ 07:30 · đang giữ số liệu lúc 07:15")
    assert wall.page.locator(".tile").count() == 9
    assert_whole(look(wall.page), DISPLAYS["television"])
    wall.page.unroute("**/wall/version")
    poll(wall.page)
    expect(notice).to_be_empty()
    assert {line.partition(" the server responded")[0] for line in wall.wrong} == {"Failed to load resource:"}
    wall.wrong.clear()


@pytest.mark.parametrize(("name", "width", "height", "scale"), [SIZES[0], SIZES[2]])
def test_the_longest_notice_has_a_place_of_its_own(
    browser: Browser, address: str, name: str, width: int, height: int, scale: int
) -> None:
    with visiting(browser, width, height, scale) as visit:
        opened(visit, address, name)
        moment = "07:30 ngày 23/11"
        for sentence in (words.CUT_OFF, words.NEW_UNREADABLE):
            said = sentence.format(since=moment, held=moment)
            visit.page.evaluate("said => { document.querySelector('#notice').textContent = said }", said)
            sight = look(visit.page)
            assert said in [each["text"] for each in sight.texts]
            assert_whole(sight, DISPLAYS[name])


def test_pages_turn_without_a_blank_and_say_where_they_are(wall: Visit) -> None:
    wall.page.evaluate(WATCH)
    expect(wall.page.locator("#turn")).to_have_text("1/5")
    for shown in (2, 3, 4, 5, 1):
        wall.page.clock.fast_forward(1000 * DISPLAYS["television"].dwell_s)
        expect(wall.page.locator("#turn")).to_have_text(f"{shown}/5")
        wall.page.wait_for_timeout(60)
    seen = set(wall.page.evaluate("window.seen"))
    assert seen == {f"1 tile slot-{slot}" for slot in (1, 3, 5, 7, 9)}


def test_a_new_snapshot_takes_over_without_a_blank_and_on_the_same_page(
    wall: Visit, full: Installation, synthetic_file: Path
) -> None:
    wall.page.clock.fast_forward(1000 * DISPLAYS["television"].dwell_s)
    expect(wall.page.locator("#turn")).to_have_text("2/5")
    wall.page.evaluate(WATCH)
    overdue = wall.page.locator(".slot-3 .value")
    before = overdue.inner_text()
    target = full.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"
    write_pointer_to(full.home, Path(shutil.copy(synthetic_file, target)))
    poll(wall.page)
    expect(wall.page.locator(".snapshot")).to_contain_text("0badcafe")
    assert overdue.inner_text() != before
    wall.page.wait_for_timeout(100)
    expect(wall.page.locator("#turn")).to_have_text("2/5")
    assert set(wall.page.evaluate("window.seen")) == {"1 tile slot-3"}


@pytest.mark.parametrize(("name", "width", "height", "scale"), [SIZES[0], SIZES[2]])
def test_the_first_snapshot_appears_by_itself(
    browser: Browser, address: str, full: Installation, name: str, width: int, height: int, scale: int
) -> None:
    pointer = full.home / "warehouse" / "current.json"
    kept = pointer.read_bytes()
    pointer.unlink()
    with visiting(browser, width, height, scale) as visit:
        visit.page.clock.install()
        visit.page.goto(f"{address}/{name}/")
        expect(visit.page.get_by_text(words.NO_DATA, exact=True).first).to_be_visible()
        display, texts = DISPLAYS[name], look(visit.page).texts
        assert len(texts) > 4 and min(display.arc_minutes(each["size"]) for each in texts) >= FOOTNOTE
        pointer.write_bytes(kept)
        poll(visit.page)
        expect(visit.page.locator(".tile")).to_have_count(sum(map(len, display.slots)))
        expect(visit.page.locator(".page-shown")).to_have_count(1)

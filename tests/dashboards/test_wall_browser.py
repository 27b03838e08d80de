"""What the walls really show, in Chromium: sizes at the reader's eye, contrast, cuts, overlaps, weight, and healing."""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser, Response, expect

from dashboards import words
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import scenes
from tests.dashboards.conftest import Shown
from tests.dashboards.served import Visit, visiting
from tests.dashboards.unwell import HELD_AND_FOUND, fail_nights, outcome
from tests.dashboards.wall_contrast import assert_stands_out
from tests.dashboards.wall_pages import held, turned
from tests.dashboards.wall_sight import (
    LARGE,
    OTHER_SIZES,
    PATIENCE_MS,
    SCENES,
    SIZES,
    TELEVISION,
    TRUE_SIZES,
    WIDE,
    assert_whole,
    each_scene,
    keep_picture,
    look,
    opened,
    pages_of,
)  # fmt: skip
from tests.dashboards.walls import (
    IN_WORDS,
    PROCEDURES,
    everything_failed,
    publish_with,
    showing,
)
from tests.installation import Installation
from warehouse import reader

MOST_BYTES = 1_600_000
FORTYFOLD = (
    "UPDATE marts.indicator_value SET value = 40 * value, n = 40 * n"
    " WHERE indicator IN (SELECT indicator FROM marts.indicator WHERE unit_vi <> '%')"
)

COMMUNES = ("21100", "21109", "21040", "21061", "21085")
"""First the one whose samples are small and whose diseases have too few earlier years."""


def each_size(others: Iterable[str], daily: Collection[tuple[str, str]]) -> list[ParameterSet]:
    """Every profile with each of `others`; every day those in `daily`."""
    return [
        pytest.param(*size, other, marks=() if (size[0], other) in daily else pytest.mark.slow)
        for size in (TELEVISION, LARGE, WIDE)
        for other in others
    ]


@pytest.fixture
def wall(browser: Browser, shown: Shown) -> Iterator[Visit]:
    """The largest wall of one scene, all on one page, its clock in the test's hand."""
    name, *size = LARGE
    with visiting(browser, *size) as visit:
        opened(visit, shown(name, PROCEDURES), name)
        yield visit


@pytest.mark.parametrize(
    ("scene", "name", "width", "height", "scale"), each_scene([LARGE], {"overview": [TELEVISION, LARGE]})
)
def test_a_scene_is_whole_legible_and_alone(
    browser: Browser, shown: Shown, scene: str, name: str, width: int, height: int, scale: int
) -> None:
    room = room_for(showing(name, scene))
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, scene), name)
        expect(visit.page.locator("#clock")).to_contain_text("Thứ Hai, 23/11/2026")
        slots = set()
        for _ in pages_of(visit.page, room):
            sight = look(visit.page)
            assert len(sight.texts) > 12
            assert words.INVENTED in [each["text"] for each in sight.texts]
            assert_whole(sight, room.display)
            assert_stands_out(visit.page, sight.texts)
            slots |= {tile["text"] for tile in sight.tiles}
            keep_picture(visit.page, f"{scene}_{name}_{scale}_{len(slots)}")
        assert slots == {f"tile slot-{slot}" for page in room.all_pages for slot in page.slots}


@pytest.mark.parametrize(
    ("name", "width", "height", "scale"), [LARGE, pytest.param(*TELEVISION, marks=pytest.mark.slow)]
)
def test_all_scenes_together_are_light(
    browser: Browser, shown: Shown, name: str, width: int, height: int, scale: int
) -> None:
    answers = list[Response]()
    with visiting(browser, width, height, scale) as visit:
        visit.page.on("response", lambda answer: answers.append(answer))
        visit.page.goto(f"{shown(name, *SCENES)}/{name}/")
        expect(visit.page.locator(".page-shown .tile").first).to_be_visible(timeout=PATIENCE_MS)
        assert visit.page.locator(".part").count() == len(SCENES)
        assert_light(answers)


@pytest.mark.parametrize(
    ("scene", "name", "width", "height", "scale"),
    [
        pytest.param(scene, *size, marks=() if (scene, size) == (PROCEDURES, TRUE_SIZES[1]) else pytest.mark.slow)
        for scene in SCENES
        for size in (*SIZES, *OTHER_SIZES, *TRUE_SIZES)
    ],
)
def test_every_resolution_is_whole_legible_and_kept_as_a_picture(
    browser: Browser, shown: Shown, tmp_path: Path, scene: str, name: str, width: int, height: int, scale: int
) -> None:
    folder = Path(os.environ.get("WALL_PICTURES", tmp_path))
    room = room_for(showing(name, scene))
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, scene), name)
        for index in pages_of(visit.page, room):
            picture = folder / f"wall_{scene}_{name}_{width}x{height}@{scale}_{index + 1}.png"
            visit.page.screenshot(path=picture)
            assert picture.stat().st_size > 50_000
            sight = look(visit.page)
            assert_whole(sight, room.display)
            assert_stands_out(visit.page, sight.texts)


@pytest.mark.parametrize(("scene", "name", "width", "height", "scale"), each_scene([], {PROCEDURES: [LARGE]}))
def test_large_numbers_and_long_sentences_fit(
    browser: Browser,
    shown: Shown,
    full: Installation,
    full_file: Path,
    scene: str,
    name: str,
    width: int,
    height: int,
    scale: int,
) -> None:
    publish_with(full, full_file, f"{FORTYFOLD};{HELD_AND_FOUND}")
    of_scene = scenes()[scene].sources
    fail_nights(full, of_scene)
    everything_failed(of_scene)
    room = room_for(showing(name, scene))
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, scene), name)
        if scene == PROCEDURES:
            expect(visit.page.get_by_text("Mất kết nối nguồn").first).to_be_visible()
            received = visit.page.locator("[data-indicator=dossiers_received]")
            assert float(received.get_attribute("data-value") or 0) > 50_000
        expect(visit.page.get_by_text("không qua kiểm tra").first).to_be_visible()
        for _ in pages_of(visit.page, room):
            assert_whole(look(visit.page), room.display)


def test_the_longest_cause_of_a_night_ends_within_its_tile(browser: Browser, shown: Shown, full: Installation) -> None:
    shutil.rmtree(full.home / "outcomes")
    sentence = f"marts.dossier: SQL không chạy được: {'Binder Error, no such column ' * 40}"
    outcome(full, "23T01:10", "failed", sentence, source="build", action="build")
    with visiting(browser, *LARGE[1:]) as visit:
        opened(visit, shown(LARGE[0], "data"), LARGE[0])
        said, tile = (visit.page.locator(each).bounding_box() for each in (".night-said li", ".slot-6"))
        keep_picture(visit.page, "longest_cause")
        assert said and tile and said["y"] + said["height"] <= tile["y"] + tile["height"]


@pytest.mark.parametrize("scope", ["BS5", pytest.param(COMMUNES[0], marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("name", "width", "height", "scale", "state"),
    each_size(IN_WORDS, [("television", "mixed")]),
)
def test_words_in_place_of_numbers_fit(
    browser: Browser,
    shown: Shown,
    full: Installation,
    full_file: Path,
    name: str,
    width: int,
    height: int,
    scale: int,
    state: str,
    scope: str,
) -> None:
    publish_with(full, full_file, IN_WORDS[state])
    room = room_for(showing(name, *SCENES, scope=scope))
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, *SCENES, scope=scope), name)
        assert held(visit.page, ".in-words")
        for _ in turned(visit.page, room):
            assert_whole(look(visit.page), room.display)


@pytest.mark.parametrize(
    ("name", "width", "height", "scale", "scope"), each_size(COMMUNES, [("television", COMMUNES[0])])
)
def test_a_wall_of_one_commune_is_whole(
    browser: Browser, shown: Shown, name: str, width: int, height: int, scale: int, scope: str
) -> None:
    room = room_for(showing(name, *SCENES, scope=scope))
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, *SCENES, scope=scope), name)
        for _ in turned(visit.page, room):
            assert_whole(look(visit.page), room.display)


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


def assert_light(answers: list[Response]) -> None:
    """What one opening of a wall sent, packed, printed and compared with its limit."""
    weight = sum(answer.request.sizes()["responseBodySize"] for answer in answers if answer.status == 200)
    print(f"wall page: {len(answers)} answers, {weight / 1e6:.2f} MB compressed")
    assert 100_000 < weight < MOST_BYTES

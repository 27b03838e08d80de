"""A wall of a district that has not connected all sources: each slot without one says so, and no other."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from dash.development.base_component import Component
from playwright.sync_api import Browser

from connectors.kit.registry import sources
from dashboards import words
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import scenes
from tests.dashboards.conftest import Shown
from tests.dashboards.elements import attributes_of, numbers, text, walk
from tests.dashboards.served import visiting
from tests.dashboards.synthetic import MARTS
from tests.dashboards.wall_pages import turned
from tests.dashboards.wall_sight import (
    LARGE,
    SCENES,
    TELEVISION,
    WIDE,
    assert_whole,
    keep_picture,
    look,
    opened,
)
from tests.dashboards.walls import component, connect, publish_with, showing, slots, wall_of
from tests.installation import Installation
from warehouse import reader

SUBJECTS = {"one_stop": "dossier", "health_record": "health", "smas": "education", "satisfaction": "satisfaction"}
ALL, LAST = range(1, 10), 9
COMMUNES = 5
OTHERS = {"procedures": ALL, "health": ALL, "education": ALL, "satisfaction": ALL}
FORM = {"data": (5,)}
WITHOUT: Mapping[str, Mapping[str, Iterable[int]]] = {
    "one_stop": OTHERS | {"overview": (3, 4, 5), "procedures": ()},
    "health_record": FORM | OTHERS | {"overview": (2, 4, 5, 7, 9), "health": ()},
    "smas": FORM | OTHERS | {"overview": (2, 3, 5, 7, 9), "education": ()},
    "satisfaction": FORM | OTHERS | {"overview": (2, 3, 4, 7, 9), "satisfaction": (4, 5, LAST)},
    "national_portal": OTHERS | {"overview": (1, 2, 3, 4, 5, 6, 7, 9), "data": range(2, 10)},
}
"""The slots that say that they have no source where one source alone is connected."""


def forgotten(ids: Iterable[str]) -> str:
    """What makes a snapshot one into which nothing of these sources ever came."""
    known = set(reader.sql("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'")["table_name"])
    subjects = [SUBJECTS[each] for each in ids if each in SUBJECTS]
    tables = [mart.stem for subject in subjects for mart in (MARTS / subject).glob("*.sql") if mart.stem in known]
    return (
        "".join(f"DELETE FROM marts.{table}; " for table in tables)
        + f"DELETE FROM marts.delivery WHERE list_contains({list(ids)}, source); "
        + "DELETE FROM marts.indicator_value WHERE indicator IN "
        + f"(SELECT indicator FROM marts.indicator WHERE list_contains({subjects}::VARCHAR[], subject))"
    )


def connect_only(installation: Installation, file: Path, ids: Iterable[str]) -> None:
    connected = list(ids)
    publish_with(installation, file, forgotten([each for each in sources() if each not in connected]))
    connect(installation, connected)


def drawn(scene: str) -> dict[int, Component]:
    return slots(component(wall_of(scene)))


def body(tile: Component) -> str:
    (found,) = [text(each) for each in walk(tile) if getattr(each, "className", "") == "tile-body"]
    return " ".join(found.split())


def without_source(tiles: Mapping[int, Component]) -> set[int]:
    return {slot for slot, tile in tiles.items() if body(tile).startswith(words.NO_SOURCE) and not numbers(tile)}


def signs(tile: Component, state: str) -> list[str]:
    return [text(each) for each in walk(tile) if attributes_of(each).get("data-state") == state]


@pytest.mark.parametrize("alone", WITHOUT)
def test_where_one_source_is_connected_each_slot_without_its_own_says_so(
    synthetic: Installation, synthetic_file: Path, alone: str
) -> None:
    connect_only(synthetic, synthetic_file, [alone])
    for scene in scenes():
        tiles = drawn(scene)
        assert without_source(tiles) == set(WITHOUT[alone].get(scene, ())), scene
        said = " ".join(map(body, tiles.values()))
        assert words.NO_EVENTS not in said and "Chưa hiển thị" not in said, scene


@pytest.mark.parametrize("alone", SUBJECTS)
def test_sources_that_nobody_connected_are_named_where_several_are_told(
    synthetic: Installation, synthetic_file: Path, alone: str
) -> None:
    connect_only(synthetic, synthetic_file, [alone])
    overview, data = drawn("overview"), drawn("data")
    for tile in (overview[8], data[1]):
        assert len(signs(tile, "not_connected")) == text(tile).count(words.NO_SOURCE) == len(sources()) - 1
    cells = [text(each) for each in walk(overview[6]) if getattr(each, "className", "") == "sector-cell"]
    assert cells.count("Chưa có nguồn") == COMMUNES * (len(SUBJECTS) - 1) and words.NO_DATA not in cells


@pytest.mark.parametrize(
    ("name", "width", "height", "scale"),
    [TELEVISION, pytest.param(*LARGE, marks=pytest.mark.slow), pytest.param(*WIDE, marks=pytest.mark.slow)],
)
def test_a_wall_of_one_connected_source_is_whole(
    browser: Browser, shown: Shown, full: Installation, full_file: Path, name: str, width: int, height: int, scale: int
) -> None:
    connect_only(full, full_file, ["one_stop"])
    room = room_for(showing(name, *SCENES))
    with visiting(browser, width, height, scale) as visit:
        opened(visit, shown(name, *SCENES), name)
        for number in turned(visit.page, room):
            assert_whole(look(visit.page), room.display)
            keep_picture(visit.page, f"one_source_{name}_{number}")


def test_where_ratings_alone_are_missing_no_tile_says_that_nothing_happened(
    synthetic: Installation, synthetic_file: Path
) -> None:
    connect_only(synthetic, synthetic_file, [each for each in sources() if each != "satisfaction"])
    found = {scene: without_source(drawn(scene)) for scene in scenes()}
    assert found == {scene: set[int]() for scene in scenes()} | {"overview": {5}, "satisfaction": set(ALL)}

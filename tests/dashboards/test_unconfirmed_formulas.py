"""What is counted by a formula that nobody has confirmed says so wherever the figure stands: tiles, cards, lists."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dash import html

from config.settings import PROJECT
from dashboards import words
from dashboards.screens.education.screen import layout as education
from dashboards.screens.health.screen import layout as health
from dashboards.screens.indicators.screen import layout as indicators
from dashboards.screens.procedures.screen import layout as procedures
from dashboards.screens.satisfaction.screen import layout as satisfaction
from dashboards.screens.wall.scene import scenes
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.walls import component, publish_with, slots, wall_of
from tests.installation import Installation

TOLD, SHARE = "Công thức chờ xác nhận", "satisfied_share"
ON_THE_WALL = {"overview": {5, 7}, "procedures": {6}, "health": {4, 5}, "education": {7},
               "satisfaction": {1, 2, 4, 7, 8}}  # fmt: skip
ON_PAGES: list[tuple[Callable[..., Any], list[str]]] = [
    (health, ["Được khám sức khỏe trong năm", "Có hồ sơ sức khỏe điện tử"]),
    (education, ["Lớp vượt sĩ số quy định"]),
    (satisfaction, ["Hài lòng tại thiết bị đánh giá"]),
]
CONFIRMED = "UPDATE marts.indicator_definition SET certainty = NULL"


def declared() -> set[str]:
    """The ids of those whose declaration leaves the formula in doubt."""
    files = (PROJECT / "config" / "indicators").glob("*.toml")
    read = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    return {each["id"] for each in read if any("certainty" in one for one in each["definition"])}


def test_the_list_of_indicators_tells_which_formulas_are_in_doubt(synthetic: Installation) -> None:
    cards = {attributes_of(each)["id"]: text(each) for each in walk(indicators()) if isinstance(each, html.Article)}
    assert {name for name, said in cards.items() if TOLD in said} == declared()
    assert len(declared()) == 6


def telling(scene: str) -> set[int]:
    """The slots of a scene that tell it."""
    return {number for number, tile in slots(component(wall_of(scene))).items() if TOLD in text(tile)}


@pytest.mark.parametrize("scene", scenes())
def test_a_tile_of_the_wall_tells_it_of_its_figure(synthetic: Installation, scene: str) -> None:
    assert telling(scene) == ON_THE_WALL.get(scene, set())


@pytest.mark.parametrize("scene", ["procedures", "satisfaction"])
def test_a_tile_of_the_wall_tells_it_until_it_is_confirmed(
    synthetic: Installation, synthetic_file: Path, scene: str
) -> None:
    publish_with(synthetic, synthetic_file, CONFIRMED)
    assert telling(scene) == set()


@pytest.mark.parametrize("scope", ["BS5", "21061"])
def test_every_tile_that_shows_or_draws_how_many_are_satisfied_tells_it(synthetic: Installation, scope: str) -> None:
    """The tile of what is computed otherwise has no such figure."""
    found = slots(component(wall_of("satisfaction", scope=scope)))
    shown = {number for number, tile in found.items() if is_told(tile) or is_drawn(tile)}
    assert shown >= {1, 2, 4, 8}
    assert all(TOLD in text(found[number]) for number in shown)


def is_told(tile: Any) -> bool:
    """Whether a tile has the share as a number."""
    given = map(attributes_of, walk(tile))
    return any(each.get("data-indicator") == SHARE and each["data-value"] for each in given)


def is_drawn(tile: Any) -> bool:
    """Whether a tile has a line of shares."""
    lines = (each for each in walk(tile) if getattr(each, "className", None) == "trend-share")
    return any(isinstance(each, html.Img) for line in lines for each in walk(line))


@pytest.mark.parametrize(("layout", "titles"), ON_PAGES, ids=["health", "education", "satisfaction"])
def test_a_card_of_a_page_tells_it_of_its_figure(
    synthetic: Installation, layout: Callable[..., Any], titles: list[str]
) -> None:
    cards = [text(each) for each in walk(layout()) if getattr(each, "className", None) == "kpi"]
    telling = [said for said in cards if TOLD in said]
    assert len(telling) == len(titles) and all(title in said for title, said in zip(titles, telling, strict=True))


def test_where_a_figure_comes_from_tells_it_too(synthetic: Installation) -> None:
    said = text(procedures(measure="data_reuse_share", view="provenance"))
    assert f"(cột 2 + cột 3). {words.UNCONFIRMED}." in " ".join(said.split())

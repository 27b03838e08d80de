"""D15: the health facilities' server refuses; every screen says so of it, and nothing else of any other source."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboards.marks import SOURCES
from dashboards.screens.wall.scene import scenes
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.test_pages import visit
from tests.dashboards.walls import component, everything_failed, wall_of
from tests.installation import Installation

HEALTH = "Hồ sơ sức khỏe"
SCENES = {
    "overview": True,
    "procedures": False,
    "health": True,
    "education": False,
    "satisfaction": False,
    "data": True,
}
PAGES = {
    **{"/health": True, "/data-health": True},
    **{"/procedures": False, "/education": False, "/satisfaction": False},
}
"""Whether health is among what a screen shows."""


def of_scene(name: str) -> dict[str, str]:
    """{line about a source: its state} of a scene of the wall; a line begins with the source's title."""
    found = ((text(each), attributes_of(each).get("data-state")) for each in walk(component(wall_of(name))))
    return {line: str(state) for line, state in found if state in SOURCES}


def of_page(pages: FlaskClient, path: str) -> dict[str, str]:
    """As `of_scene`, of a page."""
    return dict(lines(json.loads(visit(pages, "", path))))


def lines(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for each in node:
            yield from lines(each)
    elif isinstance(node, dict):
        props = node.get("props", {})
        if isinstance(props, dict) and props.get("data-state") in SOURCES:
            yield words_of(props), props["data-state"]
        for each in node.values():
            yield from lines(each)


def words_of(node: Any) -> str:
    if isinstance(node, dict):
        return words_of(node.get("props", node).get("children", ""))
    return " ".join(map(words_of, node)) if isinstance(node, list) else str(node or "")


def assert_only_health_is_down(before: dict[str, str], after: dict[str, str], *, is_shown: bool) -> None:
    down = [line for line, state in after.items() if state == "down"]
    assert bool(down) == is_shown and all(line.startswith(HEALTH) and "Mất kết nối" in line for line in down)
    others = {line: state for line, state in after.items() if line not in down}
    assert others == {line: state for line, state in before.items() if not line.startswith(HEALTH)}
    # Of the schools four have not sent, in the story.
    told = {"partial" if "SMAS" in line else "fresh" for line in others if "quốc gia" not in line}
    assert (told or down) and told == set(others.values()) - {"not_connected"}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_says_it_of_health_alone(synthetic: Installation, name: str) -> None:
    before = of_scene(name)
    everything_failed(["health_record"])
    assert_only_health_is_down(before, of_scene(name), is_shown=SCENES[name])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_it_of_health_alone(pages: FlaskClient, synthetic: Installation, path: str) -> None:
    before = of_page(pages, path)
    everything_failed(["health_record"])
    assert_only_health_is_down(before, of_page(pages, path), is_shown=PAGES[path])


def test_every_scene_is_asked() -> None:
    assert set(SCENES) == set(scenes())

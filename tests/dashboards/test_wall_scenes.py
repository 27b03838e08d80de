"""What holds for every scene that there is: its slots speak, lead to its own page, and rest on one snapshot."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash import html
from dash.development.base_component import Component

from config.displays import SLOTS
from config.errors import ConfigurationInvalid
from connectors.kit.registry import sources
from dashboards import words
from dashboards.navigation import screens
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import Scene, Slot, scenes
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.dashboards.planted_scene import SMALL, Told, planted
from tests.dashboards.synthetic import STAMP
from tests.dashboards.told_numbers import invented, not_drawn
from tests.dashboards.walls import (
    DISPLAYS,
    FIRST,
    PROCEDURES,
    component,
    publish_with,
    server_with,
    showing,
    slots,
    wall_of,
)
from tests.installation import Installation
from warehouse import reader
from warehouse.snapshots import snapshot_file

SCENES = tuple(scenes())
PAGES = "http://localhost:8050"
NO_SOURCE = "Chưa có nguồn dữ liệu"


def both(second: Scene[Any] | None = None) -> Mapping[str, Scene[Any]]:
    return {PROCEDURES: scenes()[PROCEDURES], "second": second or planted()}


def parts(node: Any) -> dict[str, Component]:
    """The scenes of a wall by name."""
    names = {each: getattr(each, "className", None) or "" for each in walk(node)}
    return {name.removeprefix("part scene-"): each for each, name in names.items() if name.startswith("part scene-")}


def feet(node: Any) -> list[tuple[str, ...]]:
    """What the foot of each page names the age of."""
    found = [each for each in walk(node) if isinstance(each, html.Footer)]
    return [tuple(text(name) for name in walk(foot) if getattr(name, "className", "") == "freshness-name")
            for foot in found]  # fmt: skip


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_declares_a_question_its_slots_and_sources_and_a_page_that_exists(name: str) -> None:
    scene = scenes()[name]
    assert len(scene.slots) in SLOTS and sorted(scene.slots) == list(range(1, len(scene.slots) + 1))
    assert scene.title and scene.question.endswith("?") and all(slot.title for slot in scene.slots.values())
    assert set(scene.sources) <= set(sources())
    assert scene.page in [screen.path for screen in screens()]


@pytest.mark.parametrize("profile", DISPLAYS)
@pytest.mark.parametrize("name", SCENES)
def test_every_profile_has_room_for_every_scene(name: str, profile: str) -> None:
    assert room_for(showing(profile, name)).factor >= 1


@pytest.mark.parametrize("name", SCENES)
def test_every_slot_says_something_and_leads_to_the_page_of_its_scene(synthetic: Installation, name: str) -> None:
    scene, found = scenes()[name], slots(component(wall_of(name)))
    assert sorted(found) == sorted(scene.slots)
    for slot, tile in found.items():
        body = next(each for each in walk(tile) if getattr(each, "className", "") == "tile-body")
        assert len(text(body)) > 10, slot
        if not links(tile):
            assert NO_SOURCE in text(tile), slot
            continue
        first, *inside = links(tile)
        assert first.startswith(f"{PAGES}/") and "unit=BS5" in first, slot
        assert urlsplit(first).path in [screen.path for screen in screens()], slot
        assert all(each.startswith(f"{PAGES}/") for each in inside), slot
    assert not_drawn(found) == [] and invented(name, found) == []


@pytest.mark.parametrize("name", SCENES)
def test_no_link_stands_inside_another(synthetic: Installation, name: str) -> None:
    anchors = [each for each in walk(component(wall_of(name))) if getattr(each, "href", None)]
    assert len(anchors) >= len(scenes()[name].slots)
    assert [text(each) for each in anchors if len(links(each)) > 1] == []


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_read_from_one_snapshot(synthetic: Installation, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    asked: list[str | None] = []

    def noting(snapshot: str | None) -> Path:
        asked.append(snapshot)
        return plain(snapshot)

    plain = snapshot_file
    monkeypatch.setattr("warehouse.reader.snapshot_file", noting)
    component(wall_of(name))
    assert len(asked) >= 3 and set(asked) == {STAMP}


@pytest.mark.parametrize("name", SCENES)
def test_a_period_in_which_nothing_is_known_is_told_and_no_number_is_invented(
    synthetic: Installation, synthetic_file: Path, name: str
) -> None:
    publish_with(synthetic, synthetic_file, "DELETE FROM marts.indicator_value")
    found = slots(component(wall_of(name)))
    assert sorted(found) == sorted(scenes()[name].slots)
    assert not_drawn(found) == [] and invented(name, found) == []


@pytest.mark.parametrize("name", SCENES)
def test_a_wall_of_one_commune_shows_every_slot_of_a_scene(synthetic: Installation, name: str) -> None:
    scene = component(wall_of(name, scope="21061"))
    found = slots(scene)
    assert sorted(found) == sorted(scenes()[name].slots) and "Xã Vạn Tường" in text(scene)
    leading = [links(tile) for tile in found.values() if NO_SOURCE not in text(tile)]
    assert leading and all("unit=21061" in first for first, *_ in leading)
    assert not_drawn(found) == [] and invented(name, found) == []


def test_all_scenes_stand_in_one_document_each_in_its_own_frame(synthetic: Installation) -> None:
    _server, app = server_with(both(planted(sources=())))
    found = parts(component(app))
    assert list(found) == [PROCEDURES, "second"]
    assert "Giải quyết thủ tục hành chính" in text(found[PROCEDURES]) and "Cảnh thứ hai" in text(found["second"])
    assert [attributes_of(part)["aria-label"] for part in found.values()] == [
        "Hồ sơ vướng ở đâu, ai đang giữ?", "Có gì?",
    ]  # fmt: skip
    for part in found.values():
        assert words.INVENTED in text(part) and STAMP in text(part)
    named = {name: feet(part) for name, part in found.items()}
    assert set(map(len, named[PROCEDURES])) == {2} and named["second"] == [()] * 3
    pages = [each for each in walk(component(app)) if (getattr(each, "className", "") or "").startswith("page ")]
    assert [attributes_of(each)["className"] for each in pages] == ["page page-shown"]


def test_the_foot_of_a_page_says_the_age_of_all_that_its_slots_draw_on(synthetic: Installation) -> None:
    health, dossiers, ratings, books = "Hồ sơ sức khỏe", "Hệ thống thông tin", "Hệ thống đánh giá", "Sổ điểm các trường"
    every = (health, dossiers, ratings, books)
    asked = {"television": [every, (health, books), every, every, (dossiers,)], "wall_3x3": [every]}
    for profile, expected in asked.items():
        found = feet(component(wall_of("overview", profile)))
        starts = [tuple(next((each for each in every if name.startswith(each)), name) for name in foot)
                  for foot in found]  # fmt: skip
        assert starts == expected, profile


def test_a_scene_whose_source_is_not_connected_says_so_on_its_tiles(synthetic: Installation) -> None:
    found = parts(component(server_with(both(planted(sources=("national_portal",))))[1]))
    assert text(found["second"]).count(words.NO_SOURCE) >= 6 and "nói " not in text(found["second"])
    assert "Ô 6" in text(found["second"]) and "Đúng hạn theo xã" in text(found[PROCEDURES])


def test_a_scene_that_an_older_snapshot_lacks_leaves_the_others_standing(
    synthetic: Installation, synthetic_file: Path
) -> None:
    def read(_place: Any) -> None:
        raise reader.SnapshotOutdated("no such mart")

    found = parts(component(server_with(both(planted(read=read)))[1]))
    assert text(found["second"]).count(words.NO_DATA) == 6 and "Đúng hạn theo xã" in text(found[PROCEDURES])


def test_a_slot_that_breaks_leaves_all_others_standing(synthetic: Installation) -> None:
    def breaking(_facts: Any, _links: Links) -> html.Section:
        raise KeyError("national")

    whole = planted()
    broken = {**whole.slots, 3: Slot("Ô 3", SMALL, breaking)}
    server, app = server_with(both(planted(slots=broken)))
    told = text(parts(component(app))["second"])
    assert told.count("nói ") == 5 and "Ô 3 Chưa hiển thị được ô này" in " ".join(told.split())
    assert "KeyError" not in told and server.test_client().get(f"{FIRST}scenes").status_code == 200


def test_a_scene_whose_rows_break_it_leaves_the_others_standing(synthetic: Installation) -> None:
    def read(_place: Any) -> None:
        raise ValueError("no such level")

    found = parts(component(server_with(both(planted(read=read)))[1]))
    assert text(found["second"]).count("Chưa hiển thị được ô này") == 6
    assert "Đúng hạn theo xã" in text(found[PROCEDURES])


def test_a_scene_tells_its_own_period_and_leads_there(synthetic: Installation, synthetic_file: Path) -> None:
    def read(place: Any) -> Told:
        period = replace(place.period, grain="school_term", title="Giữa kỳ I 2026–2027", is_open=False)
        return Told(replace(place, period=period, view=replace(place.view, grain="school_term")))

    part = parts(component(server_with(both(planted(read=read)))[1]))["second"]
    assert "Giữa kỳ I 2026–2027" in text(part) and words.PROVISIONAL not in text(part)
    assert "grain=school_term&start=2026-09-15&end=2026-12-14" in links(part)[0]


def test_an_unknown_scene_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        room_for(showing("television", PROCEDURES, "weather"))
    said = str(refused.value)
    assert "config/displays.toml: [television] scenes: không có cảnh weather" in said and PROCEDURES in said


def test_a_link_leads_to_another_page_of_the_same_unit_and_period(synthetic: Installation) -> None:
    told: list[Links] = []

    def draw(_facts: Any, links: Links) -> html.Section:
        told.append(links)
        return tiles.tile(1, "Ô", links.to(), [])

    slot = Slot("Ô", SMALL, draw)
    component(server_with({"second": planted(slots=dict.fromkeys(range(1, 7), slot))})[1])
    assert told[0].at("/data-health", source="smas") == (
        f"{PAGES}/data-health?unit=BS5&basis=successor&grain=report_quarter&start=2026-09-15&source=smas"
    )
    assert told[0].rows("on_time_share", part="rest").endswith("&measure=on_time_share&part=rest")

"""No page of a wall shows a share that can be flattered without what flatters it."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from dash.development.base_component import Component

from dashboards import words
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import scenes
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.walls import DISPLAYS, component, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader

GUARDS = {
    "on_time_share": {"returned_share", "missing_due_date_share"},
    "satisfied_share": {"rejected_rating_share"},
}
DRAWN_AS = {"on_time_share": "Đúng hạn", "satisfied_share": "Hài lòng"}
"""What a course names its line."""


def shown(tile: Component) -> Iterable[str]:
    """The indicators that a tile has a number of, and the shares that it draws."""
    for each in walk(tile):
        found = attributes_of(each)
        if found.get("data-value"):
            yield str(found["data-indicator"])
        if str(getattr(each, "className", "")).startswith("trend-head"):
            yield from (share for share, name in DRAWN_AS.items() if text(each).strip().startswith(name))


def notes_of(tile: Component) -> dict[str, str]:
    """{part: the note beside its bar} of those that have one."""
    found: dict[str, str] = {}
    for bar in walk(tile):
        if getattr(bar, "className", "") == "to-target-row":
            unit = next(attributes_of(each)["data-unit"] for each in walk(bar) if "data-unit" in attributes_of(each))
            noted = [text(each) for each in walk(bar) if getattr(each, "className", "") == "to-target-note"]
            found |= {str(unit): note for note in noted}
    return found


# What a page has depends on its slots: two at a time, all at once, and those that visitors see.
DAILY = (("television", "BS5"), ("wall_3x3", "21109"), ("visitors", "BS5"))


@pytest.mark.parametrize(
    ("profile", "scope"),
    [
        pytest.param(profile, scope, marks=() if (profile, scope) in DAILY else pytest.mark.slow)
        for profile in DISPLAYS
        for scope in ("BS5", "21109")
    ],
)
def test_every_page_has_what_flatters_its_shares(synthetic: Installation, profile: str, scope: str) -> None:
    lacking = "SELECT value FROM marts.indicator_value WHERE indicator = 'missing_due_date_share' AND is_open"
    assert reader.sql(f"{lacking} AND unit_code = 'BS5' AND grain = 'report_quarter'").value[0] > 0
    tiles = {scene: slots(component(wall_of(scene, profile, scope))) for scene in scenes()}
    told = set()
    for page in room_for(DISPLAYS[profile]).all_pages:
        found = {each for slot in page.slots for each in shown(tiles[page.scene][slot])}
        for share in found & set(GUARDS):
            told.add((page.scene, share))
            assert found >= GUARDS[share], (page, share)
    assert told >= {("procedures", "on_time_share"), ("satisfaction", "satisfied_share")}


def test_the_map_names_the_communes_whose_dossiers_cannot_be_late(synthetic: Installation) -> None:
    """As in situation D02."""
    said = " ".join(text(slots(component(wall_of("procedures")))[8]).split())
    missing = reader.sql(
        "SELECT value FROM marts.indicator_value WHERE indicator = 'missing_due_date_share' AND value > 0 "
        "AND is_open AND basis = 'successor' AND grain = 'report_quarter' AND unit_kind = 'commune'"
    )
    named = said.partition("Không hẹn trả: ")[2]
    rest = f" +{len(missing) - 1}" if len(missing) > 1 else ""
    assert len(missing) and named == f"Đông Sơn {words.share(missing['value'].max())}{rest}"


def test_what_a_commune_or_an_agency_returned_beyond_its_target_stands_beside_its_share(
    synthetic: Installation, synthetic_file: Path
) -> None:
    """As in situation D03."""
    share = "UPDATE marts.indicator_value SET value = 0.07, band = 'missed' WHERE indicator"
    calm = "UPDATE marts.indicator_value SET value = 0.02, band = 'met' WHERE indicator = 'returned_share'"
    both, alone = "unit_code IN ('21109', 'H48.152.03')", "unit_code = '21100'"
    missing = f"{share} = 'missing_due_date_share' AND {both}"
    publish_with(synthetic, synthetic_file, f"{calm}; {missing}; {share} = 'returned_share' AND ({both} OR {alone})")
    notes = notes_of(slots(component(wall_of("procedures")))[2])
    assert notes == {"21109": "trả lại 7,0%, không hẹn 7,0%", "21100": "trả lại 7,0%"}
    assert notes_of(slots(component(wall_of("procedures", scope="21061")))[2]) == {
        "H48.152.03": "trả lại 7,0%, không hẹn 7,0%"
    }
    beneath = " ".join(text(slots(component(wall_of("procedures")))[8]).split()).partition("Trả lại: ")[2]
    assert beneath == "Bình Chương 7,0% +1 · Không hẹn trả: Đông Sơn 7,0%"

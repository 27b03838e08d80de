"""What the wall says of the past: the months before and after the reform, and the report quarter that has ended."""

from pathlib import Path

import pytest
from dash.development.base_component import Component

from dashboards import words
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.dashboards.walls import YOUNG, component, publish_with, slots, wall_of
from tests.installation import Installation

RETURNED = (
    "UPDATE marts.indicator_value SET value = {value}, target = 0.03 WHERE indicator = 'returned_share'"
    " AND grain = 'report_quarter' AND basis = 'successor' AND period_start = DATE '2026-06-15' AND {where};"
)
AT_THE_TARGET = RETURNED.format(value=0.03, where="unit_kind = 'commune'")
BEYOND_IT = RETURNED.format(value=0.0496, where="unit_code = '21100'")
LESS_BEYOND_IT = RETURNED.format(value=0.04, where="unit_code = '21061'")


def returned_line(tile: Component) -> tuple[str, list[str]]:
    """The words below the returned share, and where they lead."""
    row = next(each for each in walk(tile) if attributes_of(each).get("data-indicator-row") == "returned_share")
    notes = [each for each in walk(row) if getattr(each, "className", "") == "footnote"]
    return " ".join(text(notes).split()), links(notes)


@pytest.mark.parametrize(
    ("scope", "said", "unit"),
    [
        ("BS5", "Quý III/2026: xã Bình Chương 5,0%", "21100"),
        ("21061", "Quý III/2026: xã Vạn Tường 4,0%", "21061"),
    ],
)
def test_the_commune_that_returned_too_much_in_the_closed_quarter_is_named(
    synthetic: Installation, synthetic_file: Path, scope: str, said: str, unit: str
) -> None:
    """D03: dossiers are returned at a report quarter's end, so that it is seen only after it."""
    publish_with(synthetic, synthetic_file, AT_THE_TARGET + BEYOND_IT + LESS_BEYOND_IT)
    address = (
        f"http://localhost:8050/procedures?unit={unit}&basis=successor&grain=report_quarter&start=2026-06-15"
        "&measure=returned_share&view=why"
    )
    assert returned_line(slots(component(wall_of(scope=scope)))[9]) == (said, [address])


@pytest.mark.parametrize("scope", ["BS5", "21061"])
def test_a_closed_quarter_within_its_target_is_not_named(
    synthetic: Installation, synthetic_file: Path, scope: str
) -> None:
    publish_with(synthetic, synthetic_file, AT_THE_TARGET + (BEYOND_IT if scope == "21061" else ""))
    assert returned_line(slots(component(wall_of(scope=scope)))[9]) == ("", [])


def test_the_course_reaches_back_before_the_reform_and_bears_its_mark(synthetic: Installation) -> None:
    tile = slots(component())[7]
    assert text(tile).startswith("18 tháng") and words.BOUNDARY_BREAK in text(tile)
    columns = [attributes_of(each)["title"] for each in walk(tile) if getattr(each, "className", "") == "trend-column"]
    half = len(columns) // 2
    assert half == 19, "eighteen whole months and the running one"
    assert [said[:5] for said in (columns[0], columns[half - 1])] == ["05/25", "11/26"]


def test_a_course_that_is_shorter_says_how_many_months_it_has(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, YOUNG)
    tile = text(slots(component())[7])
    assert tile.startswith("3 tháng") and words.BOUNDARY_BREAK not in tile

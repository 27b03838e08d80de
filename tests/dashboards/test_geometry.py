"""Outlines: the operator's polygons where there are any, cells around centres where not, never a failure."""

import csv
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely  # type: ignore[import-untyped]

from config.places import places
from dashboards.geometry import Centre, Outlines, Ring, outlines
from tests.architecture.files import ROOT
from tests.installation import Installation

WEST, EAST = Centre("w", 60.0, 10.0), Centre("e", 60.0, 10.1)
SQUARES = {"w": (9.95, 10.05), "e": (10.05, 10.15)}


def communes(*, is_old: bool) -> list[Centre]:
    """The true places of the units: five of 2025, or the 22 old ones and Tịnh Hòa."""
    with (ROOT / "config" / "units.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "commune"]
    return [
        Centre(row["code"], float(row["latitude"]), float(row["longitude"]))
        for row in rows
        if bool(row["valid_to"]) is is_old
    ]


def square(code: str, **properties: Any) -> dict[str, Any]:
    """A square as it looks on the ground: at 60° north a degree of longitude is half as long as one of latitude."""
    west, east = SQUARES[code]
    ring = [[west, 59.975], [east, 59.975], [east, 60.025], [west, 60.025], [west, 59.975]]
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def put(*features: Any, vintage: int = 2025) -> Path:
    path = places().geo / f"communes_{vintage}.geojson"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def polygon(rings: Sequence[Ring]) -> Any:
    return shapely.Polygon(rings[0], rings[1:])


def assert_whole(drawn: Outlines, units: Sequence[Centre]) -> None:
    """Every unit has a shape with its label inside, all within the box, none upon another's."""
    assert list(drawn.shapes) == list(drawn.labels) == [unit.code for unit in units]
    shapes = {code: polygon(rings) for code, rings in drawn.shapes.items()}
    assert all(shape.is_valid and shape.area > 0.001 for shape in shapes.values())
    assert all(shapes[code].contains(shapely.Point(label)) for code, label in drawn.labels.items())
    left, top, right, bottom = shapely.total_bounds(list(shapes.values()))
    assert (left, top, right, bottom) == pytest.approx((0, 0, 1, drawn.aspect), abs=1e-9)
    covered = shapely.union_all(list(shapes.values())).area
    assert sum(shape.area for shape in shapes.values()) == pytest.approx(covered, rel=1e-6)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("is_old", [False, True])
def test_without_a_file_the_map_is_a_schematic_of_every_unit(is_old: bool) -> None:
    units = communes(is_old=is_old)
    assert len(units) == (23 if is_old else 5)
    drawn = outlines(units, 2020 if is_old else 2025)
    assert_whole(drawn, units)
    assert drawn.is_schematic and drawn.schematic == {unit.code for unit in units}
    assert 0.5 < drawn.aspect < 0.9


@pytest.mark.usefixtures("empty")
def test_north_is_above_and_east_is_right() -> None:
    labels = outlines(communes(is_old=False), 2025).labels
    van_tuong, binh_minh, dong_son = (labels[code] for code in ("21061", "21085", "21109"))
    assert binh_minh[0] < van_tuong[0] and van_tuong[1] < dong_son[1]


@pytest.mark.usefixtures("empty")
def test_the_polygons_of_the_file_are_drawn_in_their_proportions() -> None:
    put(square("e"), square("w"), square("w") | {"properties": {"code": "another"}})
    drawn = outlines([WEST, EAST], 2025)
    assert not drawn.is_schematic
    assert drawn.aspect == pytest.approx(0.5, abs=1e-3)
    (ring,) = drawn.shapes["w"]
    assert {(round(x, 3), round(y, 3)) for x, y in ring} == {(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5)}
    assert_whole(drawn, [WEST, EAST])


@pytest.mark.usefixtures("empty")
def test_a_label_stands_where_the_file_says_if_that_is_inside() -> None:
    put(square("w", label_lon=10.04, label_lat=59.98), square("e", label_lon=10.01, label_lat=60.0))
    drawn = outlines([WEST, EAST], 2025)
    assert drawn.labels["w"] == pytest.approx((0.45, 0.45), abs=1e-3)
    assert drawn.labels["e"] == pytest.approx((0.75, 0.25), abs=1e-3)


@pytest.mark.usefixtures("empty")
def test_islands_and_holes_are_rings_of_their_unit() -> None:
    outer, hole = square("w")["geometry"]["coordinates"][0], [[10, 60], [10.01, 60], [10.01, 60.01], [10, 60]]
    island = [[9.94, 60.03], [9.945, 60.03], [9.945, 60.035], [9.94, 60.03]]
    put({"properties": {"code": "w"}, "geometry": {"type": "MultiPolygon", "coordinates": [[outer, hole], [island]]}})
    assert len(outlines([WEST], 2025).shapes["w"]) == 3


@pytest.mark.usefixtures("empty")
def test_a_unit_that_the_file_lacks_gets_a_cell_beside_the_others(caplog: pytest.LogCaptureFixture) -> None:
    put(square("w"))
    with caplog.at_level(logging.WARNING):
        drawn = outlines([WEST, EAST], 2025)
    assert drawn.schematic == {"e"} and drawn.is_schematic
    assert_whole(drawn, [WEST, EAST])
    assert "['e']" in caplog.text


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"features": [1]}',
        '{"features": [{"properties": {}}]}',
        '{"features": [{"properties": {"code": "w"}, "geometry": null}]}',
        json.dumps({"features": [square("w")]}).replace("9.95", "NaN"),
        json.dumps({"features": [square("w") | {"geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3]]]}}]}),
    ],
)
def test_a_broken_file_is_told_to_the_log_and_the_map_is_a_schematic(
    content: str, caplog: pytest.LogCaptureFixture
) -> None:
    put().write_text(content, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        drawn = outlines([WEST, EAST], 2025)
    assert drawn.schematic == {"w", "e"}
    assert "communes_2025.geojson" in caplog.text


@pytest.mark.usefixtures("empty")
def test_a_polygon_far_from_its_unit_is_not_drawn() -> None:
    swapped = square("w")
    swapped["geometry"]["coordinates"] = [[point[::-1] for point in swapped["geometry"]["coordinates"][0]]]
    put(swapped, square("e"))
    assert outlines([WEST, EAST], 2025).schematic == {"w"}


@pytest.mark.usefixtures("empty")
def test_a_file_that_has_changed_is_read_again_and_each_vintage_has_its_own() -> None:
    path = put(square("w"))
    assert outlines([WEST, EAST], 2025).schematic == {"e"}
    put(square("w"), square("e"))
    os.utime(path, ns=(1, 1))
    assert outlines([WEST, EAST], 2025).schematic == frozenset()
    assert outlines([WEST, EAST], 2020).schematic == {"w", "e"}


@pytest.mark.parametrize("units", [[WEST], [WEST, Centre("same", WEST.latitude, WEST.longitude), EAST]])
def test_few_units_or_two_at_one_place_are_drawn_too(units: list[Centre], empty: Installation) -> None:
    drawn = outlines(units, 2025)
    assert list(drawn.shapes) == [unit.code for unit in units]
    assert all(polygon(rings).area > 0.001 for rings in drawn.shapes.values())


@pytest.mark.usefixtures("empty")
def test_no_units_are_an_empty_map() -> None:
    assert outlines([], 2025).shapes == {}

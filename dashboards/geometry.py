"""Outlines of administrative units for a drawn map: the operator's GeoJSON where there is one, else a schematic.

The operator puts `communes_2025.geojson` and `communes_2020.geojson` into IOC_HOME/geo; nothing is fetched.
"""

import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import shapely  # type: ignore[import-untyped]
from shapely.affinity import affine_transform, scale  # type: ignore[import-untyped]
from shapely.geometry import shape  # type: ignore[import-untyped]

from config.places import places

LOG = logging.getLogger(__name__)

Point = tuple[float, float]
Ring = tuple[Point, ...]
Vintage = Literal[2020, 2025]

FARTHEST_DEGREES = 0.2
"""A polygon farther than this from its unit's centre is another unit's, or has its axes swapped."""
FINEST_DEGREES = 0.0002
"""Some 20 metres, less than a pixel of any map here: surveyed boundaries would weigh megabytes."""
REACH = 0.6
"""How far a schematic reaches beyond its outer centres, in mean distances between neighbours."""
ALONE_DEGREES = 0.05
ROUNDING = 0.12


@dataclass(frozen=True)
class Centre:
    """A unit by the middle of its area, in degrees (WGS 84)."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Outlines:
    """Closed rings by unit in a box of width 1 and height `aspect`, y downwards; holes are rings too (even-odd).

    `labels` lie inside of their shapes. `schematic` are the codes whose shape is no boundary.
    """

    shapes: Mapping[str, tuple[Ring, ...]]
    labels: Mapping[str, Point]
    aspect: float
    schematic: frozenset[str]

    @property
    def is_schematic(self) -> bool:
        """Whether any of the shapes is no boundary."""
        return bool(self.schematic)


@dataclass(frozen=True)
class _Area:
    shape: Any
    label: Any = None


def outlines(units: Sequence[Centre], vintage: Vintage) -> Outlines:
    """The shapes of `units`, in their order; a unit that the file of that vintage lacks gets a schematic cell.

    Never raises for what the operator's file holds: what is wrong with it goes to the log.
    """
    stretch = math.cos(math.radians(sum(unit.latitude for unit in units) / max(len(units), 1)))
    areas = _bounded(units, vintage)
    lacking = frozenset(unit.code for unit in units if unit.code not in areas)
    centres = {unit.code: shapely.Point(unit.longitude * stretch, -unit.latitude) for unit in units}
    flat = {code: _flat(area, stretch) for code, area in areas.items()}
    if lacking:
        taken = shapely.union_all([area.shape for area in flat.values()])
        cells = _cells(centres)
        flat |= {code: _Area(_beside(cells[code], taken)) for code in lacking}
    return _normalised({unit.code: flat[unit.code] for unit in units}, lacking)


def _bounded(units: Sequence[Centre], vintage: Vintage) -> dict[str, _Area]:
    """Those areas of the operator's file that are asked for and lie where their units are."""
    path = places().geo / f"communes_{vintage}.geojson"
    try:
        known = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        LOG.warning("%s cannot be read, the map is a schematic: %r", path, error)
        return {}
    near = {unit.code: known[unit.code] for unit in units if unit.code in known and _is_near(unit, known[unit.code])}
    missing = sorted({unit.code for unit in units} - set(near))
    if missing:
        LOG.warning("%s has no polygon at their place for %s: schematic cells stand for them", path, missing)
    return near


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Mapping[str, _Area]:
    """The areas of a file by code, in degrees; read again when the file has changed."""
    collection = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    areas = {str(feature["properties"]["code"]): _area(feature) for feature in collection["features"]}
    return {code: area for code, area in areas.items() if not area.shape.is_empty}


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no coordinate")


def _area(feature: Mapping[str, Any]) -> _Area:
    properties = feature["properties"]
    label = (properties.get("label_lon"), properties.get("label_lat"))
    drawn = shapely.simplify(shapely.force_2d(shape(feature["geometry"])), FINEST_DEGREES)
    whole = _polygons(shapely.make_valid(drawn))
    return _Area(whole, None if None in label else shapely.Point(*label))


def _polygons(geometry: Any) -> Any:
    """Only what has an area: mending a polygon can leave lines beside it."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def _is_near(unit: Centre, area: _Area) -> bool:
    return bool(area.shape.distance(shapely.Point(unit.longitude, unit.latitude)) <= FARTHEST_DEGREES)


def _flat(area: _Area, stretch: float) -> _Area:
    """The area on plain axes, y downwards: equirectangular, degrees of longitude as short as they are there."""
    shapes = (area.shape, area.label)
    return _Area(*(each and scale(each, stretch, -1, origin=(0, 0)) for each in shapes))


def _cells(centres: Mapping[str, Any]) -> dict[str, Any]:
    """What lies nearest to each centre, inside of a soft border around all of them, with rounded corners."""
    points = shapely.MultiPoint(list(centres.values()))
    gap = _mean_gap(list(centres.values()))
    around = points.convex_hull.buffer(REACH * gap)
    cells = [cell.intersection(around) for cell in shapely.voronoi_polygons(points, extend_to=around).geoms] or [around]
    nearest = {code: min(cells, key=point.distance) for code, point in centres.items()}
    rounding = ROUNDING * gap
    return {code: _rounded(cell, rounding) or cell for code, cell in nearest.items()}


def _rounded(cell: Any, rounding: float) -> Any:
    """The cell with round corners and a gap to its neighbours; empty where it is too small for them."""
    return cell.buffer(-rounding).buffer(0.9 * rounding, quad_segs=6).simplify(0.02 * rounding)


def _mean_gap(points: Sequence[Any]) -> float:
    """The mean distance from a centre to the next one."""
    gaps = [min(one.distance(two) for two in points if two is not one) for one in points] if len(points) > 1 else []
    return sum(gaps) / len(gaps) if any(gaps) else ALONE_DEGREES


def _beside(cell: Any, taken: Any) -> Any:
    """The cell without what real boundaries cover; whole where they cover all of it."""
    left = _polygons(cell.difference(taken))
    return cell if left.is_empty else left


def _normalised(areas: Mapping[str, _Area], schematic: frozenset[str]) -> Outlines:
    if not areas:
        return Outlines({}, {}, 1.0, schematic)
    left, top, right, bottom = shapely.total_bounds([area.shape for area in areas.values()])
    factor = 1 / (right - left)
    step = [factor, 0, 0, factor, -left * factor, -top * factor]
    moved = {code: affine_transform(area.shape, step) for code, area in areas.items()}
    given = {code: area.label and affine_transform(area.label, step) for code, area in areas.items()}
    return Outlines(
        {code: _rings(area) for code, area in moved.items()},
        {code: _label(area, given[code]) for code, area in moved.items()},
        float((bottom - top) * factor),
        schematic,
    )


def _label(area: Any, given: Any) -> Point:
    point = given if given is not None and area.contains(given) else area.representative_point()
    return float(point.x), float(point.y)


def _rings(area: Any) -> tuple[Ring, ...]:
    polygons = shapely.get_parts(area)
    lines = [line for polygon in polygons for line in (polygon.exterior, *polygon.interiors)]
    return tuple(tuple((float(x), float(y)) for x, y in line.coords) for line in lines)

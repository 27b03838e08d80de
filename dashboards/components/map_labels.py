"""Where the words of a map stand: each on its own unit, none upon another's, as near as can be to where they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely  # type: ignore[import-untyped]
from numpy.typing import NDArray

from dashboards.geometry import Outlines, Point, Ring

Numbers = NDArray[np.float64]

GRID = 0.02
ROUNDS = 8
UPON_ANOTHER, OFF_THE_MAP, OFF_ITS_UNIT, AWAY = 20.0, 20.0, 1.0, 0.6
"""What is worse, for the whole of a label: to lie on another one, off the map, off its unit, or a map's width away."""


@dataclass(frozen=True)
class Size:
    """Width and height of a label, in widths of the map."""

    width: float
    height: float


@dataclass(frozen=True)
class _Choice:
    """The places that a label could take, (n, 2), and what each costs whatever the others do, (n,)."""

    places: Numbers
    costs: Numbers
    size: Size


def labels_apart(outlines: Outlines, sizes: Mapping[str, Size]) -> dict[str, Point]:
    """The middle of each label of `sizes`, inside of its unit's shape."""
    wanted = tuple((outlines.shapes[code], outlines.labels[code], size) for code, size in sizes.items())
    return dict(zip(sizes, _apart(wanted, outlines.aspect), strict=True))


# Looking takes 70 ms, and numbers as wide as before are at the same places.
@lru_cache(maxsize=64)
def _apart(wanted: tuple[tuple[tuple[Ring, ...], Point, Size], ...], aspect: float) -> tuple[Point, ...]:
    choices = [_choice(_shape(rings), home, size, aspect) for rings, home, size in wanted]
    taken = [0] * len(choices)
    for _round in range(ROUNDS):
        before = list(taken)
        for index in range(len(choices)):
            taken[index] = _cheapest(index, choices, taken)
        if taken == before:
            break
    return tuple(_point(choice.places[index]) for choice, index in zip(choices, taken, strict=True))


def _choice(shape: shapely.Geometry, own: Point, size: Size, aspect: float) -> _Choice:
    """The unit's own place first, then every point of a grid that is inside of it."""
    home = np.array([own])
    grid = np.stack(np.meshgrid(*(np.arange(0, end, GRID) for end in (1, aspect))), axis=-1).reshape(-1, 2)
    places = np.concatenate([home, grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]])
    half = np.array([size.width, size.height]) / 2
    boxes = shapely.box(*(places - half).T, *(places + half).T)
    off, beyond = (1 - _covered(boxes, area) for area in (shape, shapely.box(0, 0, 1, aspect)))
    return _Choice(places, OFF_ITS_UNIT * off + OFF_THE_MAP * beyond + AWAY * np.hypot(*(places - home).T), size)


def _covered(boxes: NDArray[np.object_], area: shapely.Geometry) -> Numbers:
    """The part of each box that lies in the area, 0 to 1."""
    covered: Numbers = shapely.area(shapely.intersection(boxes, area)) / shapely.area(boxes)
    return covered


def _cheapest(index: int, choices: Sequence[_Choice], taken: Sequence[int]) -> int:
    choice = choices[index]
    others = [(each, each.places[taken[place]]) for place, each in enumerate(choices) if place != index]
    upon = sum((_upon(choice, other.size, place) for other, place in others), np.zeros(len(choice.places)))
    return int(np.argmin(choice.costs + UPON_ANOTHER * upon))


def _upon(choice: _Choice, size: Size, place: Numbers) -> Numbers:
    """How much of a label lies on another one of `size` at `place`, for each of its own places: 0 to 1, (n,)."""
    own, other = np.array([choice.size.width, choice.size.height]), np.array([size.width, size.height])
    apart = np.abs(choice.places - place)
    shared: Numbers = np.clip((own + other) / 2 - apart, 0, np.minimum(own, other)).prod(axis=1)
    part: Numbers = shared / own.prod()
    return part


def _shape(rings: tuple[Ring, ...]) -> shapely.Geometry:
    """What lies inside of an odd number of rings."""
    shape = shapely.Polygon()
    for ring in rings:
        shape = shape.symmetric_difference(shapely.Polygon(ring).simplify(GRID / 8))
    return shape


def _point(place: Numbers) -> Point:
    return float(place[0]), float(place[1])

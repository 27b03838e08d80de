"""The two drawings of a course, stretched to their boxes: lines and dots for the share, bars for the counts.

Series differ by more than colour: received is filled and resolved is an empty frame; an open month is drawn paler, its
dot empty.
"""

from collections.abc import Iterator
from itertools import pairwise

from dashboards.components.course import Course, Dot, Scale, bands, break_at, count_scale, lines, share_scale
from dashboards.components.drawing import Path, image, line, paths
from dashboards.theme import Palette

SIZE = 1000
ALONE = 0.01
"""Half the width of an interval without neighbours, as part of the drawing."""
BAR_EDGES = {"received": (0.12, 0.5), "resolved": (0.5, 0.88), "alone": (0.2, 0.8)}
"""Where the bars of a month begin and end in its column."""


def share_picture(course: Course, palette: Palette, line_width: float) -> str:
    """The share as dots and lines before its intervals, the target as a dashed line; `line_width` in CSS pixels."""
    scale = share_scale(course)
    drawn = [_band(each, palette) for each in bands(course, scale)] + _grid(scale, palette)
    if course.target is not None:
        drawn += [_level(scale.height(course.target), palette.ink, width=2, dashes="9 6")]
    drawn += _break(course, palette)
    runs = lines(course, scale)
    drawn += [_between(one, two, palette, line_width) for run in runs for one, two in pairwise(run)]
    drawn += [mark for run in runs for dot in run for mark in _dot(dot, palette, line_width)]
    return image(SIZE, SIZE, paths(drawn), is_stretched=True)


def count_picture(course: Course, palette: Palette, *, has_resolved: bool) -> str:
    """What came in and what was resolved, two bars a month; a zero is a line on the ground, the unknown is nothing."""
    scale, width = count_scale(course), 1 / len(course.months)
    kinds = ("received", "resolved") if has_resolved else ("alone",)
    drawn = [
        *_grid(scale, palette),
        *(bar for kind in kinds for bar in _bars(kind, course, width, scale, palette)),
        *_break(course, palette),
    ]
    return image(SIZE, SIZE, paths(drawn), is_stretched=True)


def _bars(kind: str, course: Course, width: float, scale: Scale, palette: Palette) -> Iterator[Path]:
    for index, month in enumerate(course.months):
        count = month.resolved if kind == "resolved" else month.received
        if count is not None:
            look = _look(kind, month.is_open, palette)
            yield _bar(index * width, width, BAR_EDGES[kind], scale.height(count), look)


def _look(kind: str, is_open: bool, palette: Palette) -> dict[str, str]:
    if kind == "resolved":
        return {"fill": palette.panel, "stroke": palette.quiet} | ({"stroke_dasharray": "4 3"} if is_open else {})
    return {"fill": palette.pale if is_open else palette.plain, "stroke": palette.plain}


def _bar(left: float, width: float, edges: tuple[float, float], height: float, look: dict[str, str]) -> Path:
    begin, end = ((left + width * edge) * SIZE for edge in edges)
    top = (1 - height) * SIZE
    path = f"M{begin:.1f} {SIZE}V{top:.1f}H{end:.1f}V{SIZE}Z"
    return Path(path, {"stroke_width": 2, "vector_effect": "non-scaling-stroke", **look})


def _band(ends: list[tuple[float, float, float]], palette: Palette) -> Path:
    """The area between both ends; one month alone is a column of its own."""
    if len(ends) == 1:
        x, low, high = ends[0]
        ends = [(x - ALONE, low, high), (x + ALONE, low, high)]
    around = [*((x, high) for x, _low, high in ends), *((x, low) for x, low, _high in reversed(ends))]
    points = "L".join(f"{x * SIZE:.1f} {(1 - y) * SIZE:.1f}" for x, y in around)
    return Path(f"M{points}Z", {"fill": palette.pale})


def _between(one: Dot, two: Dot, palette: Palette, width: float) -> Path:
    dashes = {"stroke_dasharray": f"{2 * width} {width}"} if two.is_open else {}
    return line(f"M{_at(one)}L{_at(two)}", palette.plain, width, **dashes)


def _dot(dot: Dot, palette: Palette, width: float) -> list[Path]:
    """A line of no length with a round end, since a circle would be stretched with the picture."""
    path = f"M{_at(dot)}h0"
    outer = line(path, palette.plain, 3 * width, stroke_linecap="round")
    return [outer, line(path, palette.panel, 1.5 * width, stroke_linecap="round")] if dot.is_open else [outer]


def _at(dot: Dot) -> str:
    return f"{dot.x * SIZE:.1f} {(1 - dot.y) * SIZE:.1f}"


def _grid(scale: Scale, palette: Palette) -> list[Path]:
    return [_level(scale.height(tick), palette.line, width=1) for tick in scale.ticks]


def _level(height: float, colour: str, *, width: float, dashes: str = "") -> Path:
    look = {"stroke_dasharray": dashes} if dashes else {}
    return line(f"M0 {(1 - height) * SIZE:.1f}H{SIZE}", colour, width, **look)


def _break(course: Course, palette: Palette) -> list[Path]:
    at = break_at(course)
    return [] if at is None else [line(f"M{at * SIZE:.1f} 0V{SIZE}", palette.watch, 3, stroke_dasharray="3 5")]

"""The two drawings of a course, stretched to their boxes: lines and dots for the share, bars for the counts.

Series differ by more than colour: received is filled and resolved is an empty frame; an open month is drawn paler, its
dot empty.
"""

from itertools import pairwise

from dashboards.components.course import Course, Dot, Month, Scale, bands, break_at, count_scale, lines, share_scale
from dashboards.components.drawing import element, image
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
    return image(SIZE, SIZE, drawn, is_stretched=True)


def count_picture(course: Course, palette: Palette, *, has_resolved: bool) -> str:
    """What came in and what was resolved, two bars a month; a zero is a line on the ground, the unknown is nothing."""
    scale = count_scale(course)
    drawn = _grid(scale, palette)
    for index, month in enumerate(course.months):
        drawn += _bars(month, index / len(course.months), 1 / len(course.months), scale, palette, has_resolved)
    return image(SIZE, SIZE, [*drawn, *_break(course, palette)], is_stretched=True)


def _bars(month: Month, left: float, width: float, scale: Scale, palette: Palette, has_resolved: bool) -> list[str]:
    kinds = (
        [("received", month.received), ("resolved", month.resolved)] if has_resolved else [("alone", month.received)]
    )
    return [
        _bar(left, width, BAR_EDGES[kind], scale.height(count), _look(kind, month.is_open, palette))
        for kind, count in kinds
        if count is not None
    ]


def _look(kind: str, is_open: bool, palette: Palette) -> dict[str, str]:
    if kind == "resolved":
        return {"fill": palette.panel, "stroke": palette.quiet} | ({"stroke_dasharray": "4 3"} if is_open else {})
    return {"fill": palette.pale if is_open else palette.plain, "stroke": palette.plain}


def _bar(left: float, width: float, edges: tuple[float, float], height: float, look: dict[str, str]) -> str:
    begin, end = ((left + width * edge) * SIZE for edge in edges)
    top = (1 - height) * SIZE
    path = f"M{begin:.1f} {SIZE}V{top:.1f}H{end:.1f}V{SIZE}Z"
    return element("path", d=path, stroke_width=2, vector_effect="non-scaling-stroke", **look)


def _band(ends: list[tuple[float, float, float]], palette: Palette) -> str:
    """The area between both ends; one month alone is a column of its own."""
    if len(ends) == 1:
        x, low, high = ends[0]
        ends = [(x - ALONE, low, high), (x + ALONE, low, high)]
    around = [*((x, high) for x, _low, high in ends), *((x, low) for x, low, _high in reversed(ends))]
    points = "L".join(f"{x * SIZE:.1f} {(1 - y) * SIZE:.1f}" for x, y in around)
    return element("path", d=f"M{points}Z", fill=palette.pale)


def _between(one: Dot, two: Dot, palette: Palette, width: float) -> str:
    dashes = {"stroke_dasharray": f"{2 * width} {width}"} if two.is_open else {}
    return _line(f"M{_at(one)}L{_at(two)}", palette.plain, width, **dashes)


def _dot(dot: Dot, palette: Palette, width: float) -> list[str]:
    """A line of no length with a round end, since a circle would be stretched with the picture."""
    path = f"M{_at(dot)}h0"
    outer = _line(path, palette.plain, 3 * width, stroke_linecap="round")
    return [outer, _line(path, palette.panel, 1.5 * width, stroke_linecap="round")] if dot.is_open else [outer]


def _at(dot: Dot) -> str:
    return f"{dot.x * SIZE:.1f} {(1 - dot.y) * SIZE:.1f}"


def _grid(scale: Scale, palette: Palette) -> list[str]:
    return [_level(scale.height(tick), palette.line, width=1) for tick in scale.ticks]


def _level(height: float, colour: str, *, width: float, dashes: str = "") -> str:
    look = {"stroke_dasharray": dashes} if dashes else {}
    return _line(f"M0 {(1 - height) * SIZE:.1f}H{SIZE}", colour, width, **look)


def _break(course: Course, palette: Palette) -> list[str]:
    at = break_at(course)
    return [] if at is None else [_line(f"M{at * SIZE:.1f} 0V{SIZE}", palette.watch, 3, stroke_dasharray="3 5")]


def _line(path: str, colour: str, width: float, **look: str) -> str:
    return element(
        "path", d=path, fill="none", stroke=colour, stroke_width=width, vector_effect="non-scaling-stroke", **look
    )

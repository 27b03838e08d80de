"""What was reached since 1 January, month by month, against the part of the year's target that falls to each day.

Classes: `.year-course` holds `.year-row` with `.year-plot` (the picture) and `.year-shares`, then `.year-months`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from dash import html

from dashboards import words
from dashboards.components.drawing import image, line, paths
from dashboards.messages import _
from dashboards.theme import Palette

SIZE = 1000
MONTHS = 12


@dataclass(frozen=True)
class Reached:
    """What was reached by a day; None where that is hidden or not known. The last one may be of today."""

    day: date
    share: Decimal | None
    text: str


def year_course(
    reached: Sequence[Reached], target: Decimal | None, palette: Palette, *, name: str, line_width: float = 3
) -> html.Div:
    """The drawing with its words; `target` is that of the end of the year, `line_width` in CSS pixels."""
    top = _top(reached, target)
    said = "; ".join(f"{each.day.month}/{each.day.year} {each.text}" for each in reached)
    picture = html.Img(src=_picture(reached, target, top, palette, line_width), alt=f"{name}. {said}")
    level = target or Decimal(1)
    shares = html.Span(words.target(level, is_share=True), style={"top": f"{(1 - float(level) / top):.2%}"})
    months = [html.Span(f"{month}", style={"left": f"{(month - 0.5) / MONTHS:.2%}"}) for month in range(1, MONTHS + 1)]
    drawn = [html.Div(picture, className="year-plot"), html.Div(shares, className="year-shares")]
    names = html.Div([html.Div(months, className="year-names"), html.Span(_("month"))], className="year-months")
    return html.Div([html.Div(drawn, className="year-row"), names], className="year-course")


def _top(reached: Sequence[Reached], target: Decimal | None) -> float:
    """The share at the upper edge: never cut off at 100%."""
    known = [float(each.share) for each in reached if each.share is not None]
    return 1.05 * max([1.0 if target is None else float(target), *known])


def _picture(reached: Sequence[Reached], target: Decimal | None, top: float, palette: Palette, width: float) -> str:
    drawn = [line(f"M0 {SIZE}H{SIZE}", palette.line, 2)]
    if target:
        drawn.append(line(f"M0 {SIZE}L{SIZE} {_y(target, top):.1f}", palette.ink, 2, stroke_dasharray="9 6"))
    known = [(_x(each.day), _y(each.share, top)) for each in reached if each.share is not None]
    gaps = {_x(each.day) for each in reached if each.share is None}
    for (x, y), (next_x, next_y) in pairwise(known):
        if not any(x < gap < next_x for gap in gaps):
            drawn.append(line(f"M{x:.1f} {y:.1f}L{next_x:.1f} {next_y:.1f}", palette.plain, width))
    drawn += [line(f"M{x:.1f} {y:.1f}h0", palette.plain, 3 * width, stroke_linecap="round") for x, y in known]
    return image(SIZE, SIZE, paths(drawn), is_stretched=True)


def _x(day: date) -> float:
    return day.timetuple().tm_yday / date(day.year, 12, 31).timetuple().tm_yday * SIZE


def _y(share: Decimal, top: float) -> float:
    return (1 - float(share) / top) * SIZE

"""A number of persons week by week with its threshold, for a course so small that its words stand beside it.

A week of less than ten is a pale block from 0 to 10, since nobody may know where in it the number lies; a week that is
hidden or not known is a gap.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dash import html

from dashboards.components.drawing import Path, image, line, paths
from dashboards.messages import _
from dashboards.theme import Palette

SIZE = 1000
LEAST_TOP = 10.0


@dataclass(frozen=True)
class Week:
    """A week by its Monday; `text` is what is said of it, `count` its number where that is shown."""

    start: date
    text: str
    count: Decimal | None = None
    is_below_10: bool = False
    threshold: Decimal | None = None
    band: str | None = None

    @property
    def name(self) -> str:
        """The number of the week in its year: "47"."""
        return str(self.start.isocalendar().week)

    @property
    def is_drawn(self) -> bool:
        """Whether it is more than a gap."""
        return self.count is not None or self.is_below_10


def week_course(weeks: Sequence[Week], palette: Palette, *, name: str, line_width: float = 3) -> html.Div:
    """The drawing, its words for those who hear it, and the first and last week beneath; `line_width` in pixels."""
    said = "; ".join(_("week {week}: {count}", week=week.name, count=week.text) for week in weeks)
    drawn = html.Img(src=_picture(weeks, palette, line_width), alt=f"{name}. {said}")
    ends = [html.Span(_("week {week}", week=week.name)) for week in (weeks[0], weeks[-1])]
    return html.Div([html.Div(drawn, className="week-plot"), html.Div(ends, className="week-ends")], className="weeks")


def _picture(weeks: Sequence[Week], palette: Palette, width: float) -> str:
    known = [float(value) for week in weeks for value in (week.count, week.threshold) if value is not None]
    top = 1.1 * max([LEAST_TOP, *known])

    def y(value: float | Decimal) -> float:
        return (1 - float(value) / top) * SIZE

    drawn = [line(f"M0 {SIZE}H{SIZE}", palette.line, 2)]
    drawn += [_block(index, len(weeks), y(10), palette) for index, week in enumerate(weeks) if week.is_below_10]
    drawn += [line(path, palette.ink, 2, stroke_dasharray="6 5") for path in _thresholds(weeks, y)]
    drawn += [line(path, palette.plain, width, stroke_linecap="round") for path in _runs(weeks, y)]
    last = weeks[-1]
    if last.count is not None:
        at = f"M{_x(len(weeks) - 1, len(weeks)):.1f} {y(last.count):.1f}h0"
        drawn.append(line(at, palette.of_band(last.band), 4 * width, stroke_linecap="round"))
    return image(SIZE, SIZE, paths(drawn), is_stretched=True)


def _x(index: int, count: int) -> float:
    return (index + 0.5) / count * SIZE


def _runs(weeks: Sequence[Week], y: Callable[[Decimal], float]) -> Iterator[str]:
    """The lines through weeks whose number is shown; one alone is a dot."""
    run: list[str] = []
    for index, week in enumerate(weeks):
        if week.count is not None:
            run.append(f"{_x(index, len(weeks)):.1f} {y(week.count):.1f}")
        elif run:
            yield _path(run)
            run = []
    if run:
        yield _path(run)


def _path(run: Sequence[str]) -> str:
    return f"M{run[0]}h0" if len(run) == 1 else "M" + "L".join(run)


def _thresholds(weeks: Sequence[Week], y: Callable[[Decimal], float]) -> Iterator[str]:
    """A level of its own for each week: the threshold moves with the season."""
    for index, week in enumerate(weeks):
        if week.threshold is not None:
            yield f"M{index / len(weeks) * SIZE:.1f} {y(week.threshold):.1f}h{SIZE / len(weeks):.1f}"


def _block(index: int, count: int, top: float, palette: Palette) -> Path:
    left, width = (index + 0.1) / count * SIZE, 0.8 / count * SIZE
    path = f"M{left:.1f} {SIZE}V{top:.1f}h{width:.1f}V{SIZE}Z"
    look = {"fill": palette.pale, "stroke": palette.plain, "vector_effect": "non-scaling-stroke"}
    return Path(path, {"stroke_width": 1, **look})

"""Counts of some days as bars, for a row whose words stand beside it: a day of which nothing came is an empty frame."""

from collections.abc import Sequence
from datetime import date

from dash import html

from dashboards import words
from dashboards.components.drawing import Path, image, paths
from dashboards.messages import _
from dashboards.theme import Palette

SIZE = 1000
LEAST = 12
"""The height of a zero, which is something other than a day of which nothing is known."""


def day_bars(days: Sequence[tuple[date, int | None]], top: int, palette: Palette, *, name: str) -> html.Img:
    """A bar a day, all on the scale from 0 to `top`; None is a day of which nothing came."""
    said = "; ".join(
        f"{words.short_day(day)} {_('not received') if count is None else words.number(count)}" for day, count in days
    )
    drawn = [_bar(at, len(days), count, max(top, 1), palette) for at, (_day, count) in enumerate(days)]
    return html.Img(src=image(SIZE, SIZE, paths(drawn), is_stretched=True), alt=f"{name}. {said}")


def _bar(index: int, of: int, count: int | None, top: int, palette: Palette) -> Path:
    left, width = (index + 0.12) / of * SIZE, 0.76 / of * SIZE
    height = 0.6 * SIZE if count is None else max(LEAST, count / top * SIZE)
    look: dict[str, str | float] = (
        {"fill": "none", "stroke": palette.watch, "stroke_dasharray": "4 3", "stroke_width": 2}
        if count is None
        else {"fill": palette.plain}
    )
    path = f"M{left:.1f} {SIZE}V{SIZE - height:.1f}h{width:.1f}V{SIZE}Z"
    return Path(path, {"vector_effect": "non-scaling-stroke", **look})

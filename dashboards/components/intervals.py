"""Shares as dots within their intervals, against their targets: how far a sample can be trusted, seen at once.

Classes: as in `bars`, with `.interval-line` and `.interval-dot` in the track in place of a fill.
"""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.components.attributes import attributes
from dashboards.components.bars import Bar, row_of
from dashboards.readings import Reading

STEP = 10
"""The scale begins at a whole tenth, so that intervals near 100% are not drawn into its last corner."""


def intervals(rows: Sequence[Bar], *, link: Any = None) -> html.Div:
    """One row a share, in the order given, all on one scale. `link` is what a name with an address becomes."""
    start = scale_start(rows)
    return html.Div([row_of(row, _track(row.reading, start), link) for row in rows], className="to-target intervals")


def scale_start(rows: Sequence[Bar]) -> float:
    """The share at the left end of all rows: the whole tenth below every interval and target."""
    ends = [float(row.reading.low) for row in rows if row.reading.value is not None and row.reading.low is not None]
    ends += [row.reading.target_value for row in rows if row.reading.target_value is not None]
    return int(min(ends, default=0.0) * STEP) / STEP if min(ends, default=0.0) < 1 else (STEP - 1) / STEP


def _track(reading: Reading, start: float) -> html.Div:
    parts = []
    if reading.value is not None and reading.low is not None and reading.high is not None:
        left, right, middle = (_at(each, start) for each in (reading.low, reading.high, reading.value))
        line = {"left": f"{left:.2%}", "width": f"{right - left:.2%}"}
        parts.append(html.Span(className="interval-line", style=line))
        dot = f"interval-dot fill-{reading.band or 'none'}"
        parts.append(html.Span(className=dot, style={"left": f"{middle:.2%}"}))
    if reading.target_value:
        parts.append(html.Span(className="to-target-tick", style={"left": f"{_at(reading.target_value, start):.2%}"}))
    return html.Div(parts, className="to-target-track", **attributes(aria_hidden="true"))


def _at(share: Any, start: float) -> float:
    return (float(share) - start) / (1 - start)

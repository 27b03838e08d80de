"""Shares as bars against their targets: name, value in words, judgement, and a line for what must stand beside it.

Classes: `.to-target` holds `.to-target-row`s of `.to-target-name`, `-value` or `-words`, `.judgement`, `-track` with
`-fill` and `-tick`, and `-note`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.readings import Reading


@dataclass(frozen=True)
class Bar:
    """A share with its target. `name` stands where the unit's own is not meant; `note` is what must be read with it."""

    reading: Reading
    name: str = ""
    note: str = ""
    href: str = ""


def bars_to_target(bars: Sequence[Bar], *, link: Any = None) -> html.Div:
    """One row a bar, in the order given, all on one scale. `link` is what a name with an address becomes."""
    end = scale_end(bars)
    return html.Div([row_of(bar, _track(bar.reading, end), link) for bar in bars], className="to-target")


def scale_end(bars: Sequence[Bar]) -> float:
    """The share at the right end of all bars: 1, or the largest value, which is never cut off at 100%."""
    return max([1.0, *(float(bar.reading.value) for bar in bars if bar.reading.value is not None)])


def row_of(bar: Bar, track: html.Div, link: Any) -> html.Div:
    """Name, value or the words for its lack, judgement, what was drawn of it, and its note."""
    reading, said = bar.reading, bar.name or words.capital(bar.reading.unit_name)
    name = (
        link(said, href=bar.href, className="to-target-name")
        if link and bar.href
        else html.Span(said, className="to-target-name")
    )
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code,
        class_name="to-target-words" if reading.value is None else "to-target-value",
    )  # fmt: skip
    note = html.P(bar.note, className="to-target-note") if bar.note else None
    return html.Div([name, number, judgement(reading.band), track, note], className="to-target-row")


def _track(reading: Reading, end: float) -> html.Div:
    parts = []
    if reading.value is not None:
        width = f"{float(reading.value) / end:.2%}"
        parts.append(html.Span(className=f"to-target-fill fill-{reading.band or 'none'}", style={"width": width}))
    if reading.target_value:
        parts.append(html.Span(className="to-target-tick", style={"left": f"{reading.target_value / end:.2%}"}))
    return html.Div(parts, className="to-target-track", **attributes(aria_hidden="true"))

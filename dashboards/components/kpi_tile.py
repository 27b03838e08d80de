"""A number of a desk page with everything that belongs to it: unit, target, as of when, and what it counts."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.readings import Reading


def kpi_tile(
    title: str,
    reading: Reading,
    unit_words: str,
    as_of: str,
    links: Sequence[tuple[str, str]],
    notes: Sequence[str] = (),
    *,
    usual: Sequence[tuple[str, str]] = (),
) -> html.Section:
    """`links` are (words, address) of the rows behind the number; `notes` stand below it and may not be missing.

    `usual` are links that every tile has, in small type at its end.
    """
    target = html.P([aim(reading), " ", judgement(reading.band)])
    return html.Section(
        [
            html.H2(title),
            _number(reading, unit_words),
            target if reading.target else None,
            *(html.P(note, className="note") for note in (*notes, reading.formula) if note),
            _links(links, "links"),
            html.P(as_of, className="as-of"),
            _links(usual, "usual"),
            _definition(reading),
        ],
        className="kpi",
    )


def aim(reading: Reading) -> str:
    """The target and which side of it is the good one: "Mục tiêu từ 98%"; nothing where none is set."""
    if not reading.target:
        return ""
    if reading.direction == "up" and reading.target_value != 1:
        return _("Target from {target}", target=reading.target)
    if reading.direction == "down" and reading.target_value:
        return _("Target at most {target}", target=reading.target)
    return _("Target {target}", target=reading.target)


def _number(reading: Reading, unit_words: str) -> html.P:
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code,
        class_name="value" if reading.value is not None else "value-in-words",
    )  # fmt: skip
    unit = html.Span(unit_words, className="unit") if reading.value is not None and unit_words else None
    return html.P([number, unit], className="line")


def _links(links: Sequence[tuple[str, str]], class_name: str) -> html.P | None:
    return html.P([dcc.Link(text, href=there) for text, there in links], className=class_name) if links else None


def _definition(reading: Reading) -> Any:
    if not reading.definition:
        return None
    owner = html.P(_("Answers for it: {owner}", owner=reading.owner))
    return html.Details([html.Summary(_("How it is counted")), html.P(reading.definition), owner])

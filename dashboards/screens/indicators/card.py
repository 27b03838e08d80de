"""One indicator on the page: its figure, and everything that must be known to read it."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.address import Address
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.readings import Reading
from dashboards.screens.indicators.figures import Entry
from dashboards.service_index import SOURCED


def card(entry: Entry, reading: Reading, period: str, view: Address, everything: str) -> html.Article:
    """The card of an indicator, with its id as anchor; `view` is the unit that the rows are of.

    `everything` is the address of the page with all indicators, empty where this is it.
    """
    facts: Sequence[tuple[str, Any]] = (
        (_("Definition"), [_dated(day, text) for day, text in entry.definitions]),
        (_("Target"), _targets(entry)),
        (_("Judged"), _bands(entry)),
        (_("Read it with"), [html.A(name, href=f"{everything}#{guard}") for guard, name in entry.guards]),
        (_("Small numbers"), entry.suppression),
        (_("Answers for it"), entry.owner),
        (_("Due at"), _("{time} of each working day", time=entry.deadline)),
        (_("Rows behind it"), _rows(entry, view)),
    )
    told = [part for name, fact in facts if fact for part in (html.Dt(name), html.Dd(fact))]
    about = [html.Code(entry.id), html.Span(_("unit: {unit}", unit=entry.unit)), html.Span(entry.direction)]
    title = html.Div([html.H3(entry.name), html.P(about, className="about-indicator")])
    return html.Article(
        [html.Header([title, _figure(entry, reading, period)]), html.Dl(told)], id=entry.id, className="indicator"
    )


def _figure(entry: Entry, reading: Reading, period: str) -> html.Div:
    number = measured(
        reading.text, indicator=entry.id, value=reading.value, unit=reading.unit_code,
        class_name="value" if reading.value is not None else "value-in-words",
    )  # fmt: skip
    of_unit = SOURCED if reading.is_partial else entry.unit
    unit = f" {of_unit}" if reading.value is not None and entry.unit != "%" else None
    line = html.P([number, unit, " ", judgement(reading.band)])
    return html.Div([line, html.P(period, className="note")], className="indicator-figure")


def _targets(entry: Entry) -> Any:
    if not entry.targets:
        return _("No target is set")
    return [
        _dated(each.valid_from, f"{each.value} · {each.basis} · {each.certainty}") for each in entry.targets
    ]  # fmt: skip


def _bands(entry: Entry) -> list[html.P]:
    return [html.P([judgement(band), " ", _("when {bound}", bound=said)]) for band, said in entry.bands]


def _rows(entry: Entry, view: Address) -> list[Any]:
    page = screen_of(entry.subject)
    return [dcc.Link(title, href=view.at(page.path, measure=entry.id, part=part)) for part, title in entry.rows if page]


def _dated(day: Any, text: str) -> html.P:
    return html.P([html.Span(_("From {day}:", day=words.day(day)), className="note"), " ", text])

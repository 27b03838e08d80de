"""Thirty nights as a picture, source by night: word, sign and colour in each cell, and in words what went wrong."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.marks import NIGHTS, heard
from dashboards.messages import _
from dashboards.plain_words import for_a_leader
from dashboards.screens.data_health.facts import Facts
from warehouse.reader import Night


def nights_section(facts: Facts) -> html.Section:
    """The picture, and below it the sentence of every night that was not calm, the newest first."""
    found = heard(facts.nights())
    if not found:
        return html.Section([html.H2(_("The last 30 nights")), html.P(words.NO_DATA, role="status")])
    return html.Section([html.H2(_("The last 30 nights")), picture(found), _sentences(found)], className="nights-part")


def picture(nights: Sequence[Night]) -> html.Div:
    """One row a source, one column a night, the newest at the right."""
    days = sorted({night.date for night in nights})
    head = html.Thead(html.Tr([html.Th(_("Source"), scope="col"), *(_day(day) for day in days)]))
    body = html.Tbody([_row(list(group)) for _source, group in groupby(nights, key=lambda night: night.source)])
    caption = html.Caption(_("What became of each night, source by source"))
    return html.Div(
        html.Table([caption, head, body]), className="nights", tabIndex=0, role="region",
        **attributes(aria_label=_("What became of each night, source by source")),
    )  # fmt: skip


def _day(day: date) -> html.Th:
    return html.Th([html.Span(f"{day.day}"), html.Span(f"/{day.month}", className="of-month")], scope="col")


def _row(nights: Sequence[Night]) -> html.Tr:
    return html.Tr([html.Th(nights[0].title_vi, scope="row"), *map(_cell, nights)])


def _cell(night: Night) -> html.Td:
    mark = NIGHTS[night.state]
    sign = html.Span(className=f"sign sign-{mark.sign}", **attributes(aria_hidden="true")) if mark.sign else None
    content: list[Any] = [sign, html.Span(mark.word, className="word")]
    inside = content if mark.is_calm else html.A(content, href=f"#{_name(night)}")
    return html.Td(
        inside,
        className=f"night night-{mark.sign or 'none'}",
        title=f"{words.day(night.date)}: {for_a_leader(night.sentence_vi)}",
        **attributes(data_state=night.state),
    )


def _name(night: Night) -> str:
    return f"night-{night.source}-{night.date}"


def _sentences(nights: Sequence[Night]) -> Any:
    troubled = [night for night in nights if not NIGHTS[night.state].is_calm]
    if not troubled:
        return html.P(_("Every night came in."), className="quiet")
    newest_first = sorted(troubled, key=lambda night: (night.date, night.source), reverse=True)
    return html.Ul([_said(night) for night in newest_first], className="night-sentences")


def _said(night: Night) -> html.Li:
    tries = _("{count} tries", count=words.number(night.tries)) if night.tries > 1 else ""
    about = " · ".join(part for part in (words.day(night.date), night.title_vi, tries) if part)
    said = for_a_leader(night.sentence_vi)
    whole = html.Details([html.Summary(_("For the administrator")), html.Span(night.sentence_vi)])
    return html.Li([html.Strong(about), html.Span(said), whole if said != night.sentence_vi else None], id=_name(night))

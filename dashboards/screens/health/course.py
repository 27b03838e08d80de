"""The months of a unit, as a picture with the same numbers in words, and what the year's target asks by a day."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.break_mark import BOUNDARY_CHANGE
from dashboards.components.empty_state import empty_state
from dashboards.controls import basis_link
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.pro_rata import expected, reached
from dashboards.readings import Reading, readings
from dashboards.screens.health import figures
from dashboards.screens.health.address import MONTH, View
from dashboards.screens.health.breakdown import figure_cell, kinds_of
from dashboards.tables import Cell, Head, Table, text
from warehouse.reader import query

MONTHS = 24


def rows_of_course(
    place: Place[View], indicators: Iterable[str], grain: str, first: date, kinds: Iterable[str] = ()
) -> pd.DataFrame:
    """The rows of queries/course.sql from `first` to the period's last day, of the unit and its parts of `kinds`."""
    return query(
        "health/course", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(indicators), grain=grain,
        from_date=first, until_date=place.period.cutoff, kinds=list(kinds), **place.asked,
    )  # fmt: skip


def months(place: Place[View], indicators: Iterable[str]) -> pd.DataFrame:
    """The unit's values of two years up to the period, month by month."""
    last = place.period.cutoff
    first = (pd.Timestamp(last.year, last.month, 1) - pd.DateOffset(months=MONTHS - 1)).date()
    return rows_of_course(place, indicators, MONTH, first)


def course_section(place: Place[View], names: Mapping[str, str]) -> html.Section:
    """The shares {indicator: name} over two years, with the break of 01/7/2025 and the other way of reading it."""
    frame, title = months(place, names), html.H2(_("By month"))
    if frame["value"].isna().all():
        return html.Section([title, empty_state(words.NO_DATA, _("This unit has no figures by month."))])
    crosses = frame["period_start"].min().date() < BOUNDARY_CHANGE <= frame["period_end"].max().date()
    note = html.P([words.BOUNDARY_BREAK, ". ", _other_reading(place)], className="break-note") if crosses else None
    return html.Section([title, picture(figures.course(frame, names), _said(frame, names)), note])


def _other_reading(place: Place[View]) -> dcc.Link:
    if place.view.basis == "successor":
        return dcc.Link(_("Read by the 22 former units"), href=basis_link(place, "own"))
    return dcc.Link(_("Read by the 5 new communes"), href=basis_link(place, "successor"))


def course_table(place: Place[View], names: Mapping[str, str]) -> Table:
    """The same by month, the newest first."""
    frame = months(place, names)
    heads = (Head(_("Month")), *(Head(said, kinds_of(each)) for each, said in names.items()))
    rows = [
        _month(place, frame[frame["period_start"] == start], names)
        for start in sorted(set(frame["period_start"]), reverse=True)
    ]
    return Table(_("By month"), heads, tuple(rows))


def _month(place: Place[View], of_month: pd.DataFrame, names: Mapping[str, str]) -> tuple[Cell, ...]:
    among = {each.indicator: each for each in readings(of_month)}
    day = day_of(of_month["period_start"].iloc[0])
    name = f"{day:%m/%Y} · {words.PROVISIONAL}" if of_month["is_open"].any() else f"{day:%m/%Y}"
    link = place.view.link(grain=MONTH, start=day.isoformat(), end="")
    cells = (figure_cell(among.get(each, Reading(each, place.unit.code, "", words.NO_DATA))) for each in names)
    return text(name, link), *cells


def picture(figure: go.Figure, said: str, height: str = "360px") -> html.Div:
    """A figure with what it shows in words, for those who do not see it."""
    graph = dcc.Graph(figure=figure, config={"displayModeBar": False}, responsive=True, style={"height": height})
    return html.Div(graph, role="img", **attributes(aria_label=said))


def _said(frame: pd.DataFrame, names: Mapping[str, str]) -> str:
    told = []
    for indicator, name in names.items():
        known = frame[(frame["indicator"] == indicator) & frame["value"].notna()]
        months_said = [
            f"{day_of(row['period_start']):%m/%Y} {words.share(row['value'])}" for row in known.to_dict("records")
        ]
        told.append(f"{name}: {'; '.join(months_said) or words.NO_DATA}")
    return ". ".join(told)


def pro_rata_section(place: Place[View], indicator: str, name: str, reading: Reading) -> html.Section:
    """What was reached since 1 January against the part of the year's target that falls to the days passed."""
    title = html.H2(_("{name}, since 01/01/{year}", name=name, year=place.period.cutoff.year))
    frame = rows_of_course(place, [indicator], MONTH, date(place.period.cutoff.year, 1, 1))
    if frame["value"].isna().all() or reading.target_value is None:
        return html.Section([title, empty_state(words.NO_DATA, _("This unit has no figures by month."))])
    drawn = figures.against_pro_rata(frame, name, reading.target_value, place.period.cutoff.year)
    said = f"{_said(frame, {indicator: name})}. {pro_rata_note(place, reading)}"
    return html.Section([title, picture(drawn, said, "320px"), html.P(pro_rata_note(place, reading), className="note")])


def pro_rata_note(place: Place[View], reading: Reading) -> str:
    """ "Theo tiến độ đến 23/11/2026: 89,6%; hiện nay −8,40 điểm"; nothing where no target is set."""
    if reading.target_value is None:
        return ""
    day = reached(place)
    due = expected(reading.target_value, day, place.period.cutoff.year)
    said = _("Pro rata up to {day}: {share}", day=words.day(day), share=words.share(due))
    if reading.value is None:
        return said
    moved = words.points(reading.value - due)
    return _("{due}; now {moved}", due=said, moved=words.about(moved, is_rounded=reading.is_rounded))

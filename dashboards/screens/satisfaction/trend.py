"""The twelve months up to the period: the share with its interval, its sample, and what was rejected."""

from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.readings import find, readings
from dashboards.screens.satisfaction import figures
from dashboards.screens.satisfaction.address import DISSATISFIED, REJECTED, SATISFIED, View
from dashboards.screens.satisfaction.shares import aims, shares
from dashboards.screens.satisfaction.values import Part, is_part
from dashboards.tables import Table, drawn
from warehouse.reader import query

MONTHS = 12
COLUMNS = (SATISFIED, DISSATISFIED, REJECTED)


def trend(place: Place[View]) -> list[Any]:
    """The figure, and below it the same numbers month by month, each leading to its rows.

    A part of a unit has no published months; saying those of the whole under its name would be false.
    """
    if is_part(place):
        whole = dcc.Link(_("The whole unit"), href=place.view.elsewhere(place.unit.code, span=""), className="button")
        said = empty_state(words.NO_DATA, _("The course is counted for whole units only."))
        return [html.Section([said, html.P(whole)])]
    frame = months(place)
    return [
        _figure(frame, "420px"),
        html.Section([drawn(trend_table(place), is_cards=True), aims(place, COLUMNS)]) if len(frame) else None,
    ]


def course(place: Place[View]) -> html.Section:
    """The figure alone, as it stands on the summary."""
    return _figure(months(place), "320px")


def months(place: Place[View]) -> pd.DataFrame:
    """The rows of queries/months.sql for the twelve months up to the period's last day."""
    last = place.period.cutoff
    first = date(last.year, last.month, 1) - pd.DateOffset(months=MONTHS - 1)
    return query(
        "satisfaction/months", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(COLUMNS),
        from_date=first.date(), until_date=last, **place.asked,
    )  # fmt: skip


def trend_table(place: Place[View]) -> Table:
    """A row a month, the newest first."""
    frame = months(place)
    parts = [_month(place, day, frame) for day in sorted(set(map(day_of, frame["period_start"])), reverse=True)]
    return shares(place, _("Months"), _("Month"), parts, COLUMNS, None)


def _month(place: Place[View], day: date, frame: pd.DataFrame) -> Part:
    of_month = frame[frame["period_start"] == pd.Timestamp(day)]
    among = readings(of_month)
    name = f"{day:%m/%Y} · {words.PROVISIONAL}" if of_month["is_open"].any() else f"{day:%m/%Y}"
    changes = {"grain": "month", "start": day.isoformat()}
    found = tuple(find(among, each, place.unit.code) for each in COLUMNS)
    return Part(place.unit.code, name, changes, found)


def _figure(frame: pd.DataFrame, height: str) -> html.Section:
    title = html.H2(_("12 months"))
    if frame.empty:
        return html.Section([title, empty_state(words.NO_DATA, _("This unit has no figures by month."))])
    graph = dcc.Graph(
        figure=figures.course(frame), config={"displayModeBar": False}, responsive=True, style={"height": height}
    )
    return html.Section([title, html.Div(graph, role="img", **_said(frame))])


def _said(frame: pd.DataFrame) -> dict[str, Any]:
    """The picture in words, for those who do not see it."""
    known = frame[(frame["indicator"] == SATISFIED) & frame["value"].notna()]
    told = [f"{day_of(row['period_start']):%m/%Y} {words.share(row['value'])}" for row in known.to_dict("records")]
    return {"aria-label": f"{figures.SHARE}: {'; '.join(told) or words.NO_DATA}"}

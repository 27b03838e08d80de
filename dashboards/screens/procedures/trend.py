"""The course of a unit over two years: received, resolved, and the share on time, with the break of the reform."""

from datetime import timedelta
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.components.empty_state import empty_state
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.place import SCOPE, day_of
from dashboards.screens.procedures import figures
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import is_part
from warehouse.reader import query

COURSE_DAYS = 731
COLUMNS = ("dossiers_received", "dossiers_resolved", "on_time_share")


def trend(place: Place) -> list[Any]:
    """The figure, and below it the same numbers month by month, each leading to its rows.

    A part of a unit has no published months; saying those of the whole under its name would be false.
    """
    if is_part(place):
        whole = dcc.Link(_("The whole unit"), href=place.view.elsewhere(place.unit.code), className="button")
        said = empty_state(words.NO_DATA, _("The course is counted for whole units only."))
        return [html.Section([said, html.P(whole)])]
    frame = months(place)
    return [_figure(frame, "420px"), html.Section(_table(place, frame)) if len(frame) else None]


def course(place: Place) -> html.Section:
    """The figure alone, as it stands on the summary."""
    return _figure(months(place), "340px")


def months(place: Place) -> pd.DataFrame:
    """The rows of queries/months.sql for two years up to the period."""
    until = place.period.cutoff
    return query(
        "procedures/months", scope=SCOPE, snapshot=place.snapshot.id, from_date=until - timedelta(days=COURSE_DAYS),
        until_date=until, **place.asked,
    )  # fmt: skip


def _figure(frame: pd.DataFrame, height: str) -> html.Section:
    if frame.empty:
        return html.Section(empty_state(words.NO_DATA, _("This unit has no figures by month.")))
    graph = dcc.Graph(
        figure=figures.course(frame), config={"displayModeBar": False}, responsive=True, style={"height": height}
    )
    return html.Section([html.H2(_("By month")), html.Div(graph, role="img", **_said(frame))])


def _said(frame: pd.DataFrame) -> dict[str, Any]:
    """The picture in words, for those who do not see it."""
    shares = frame[(frame["indicator"] == "on_time_share") & frame["value"].notna()]
    newest = (
        f" {day_of(shares.iloc[-1]['period_start']):%m/%Y}: {words.share(shares.iloc[-1]['value'])}"
        if len(shares)
        else ""
    )
    return {"aria-label": f"{figures.ON_TIME}{newest}"}


def _table(place: Place, frame: pd.DataFrame) -> Any:
    rows = []
    for day in sorted({day_of(start) for start in frame["period_start"]}, reverse=True):
        month = frame[frame["period_start"] == pd.Timestamp(day)]
        there = {"grain": "month", "start": day.isoformat()}
        cells = [_cell(place, month[month["indicator"] == each], each, there) for each in COLUMNS]
        rows.append([dcc.Link(f"{day:%m/%Y}", href=place.view.link(view="", **there)), *cells])
    return data_table(_("Months"), [_("Month"), figures.RECEIVED, figures.RESOLVED, _("Early and on time")], rows)


def _cell(place: Place, found: pd.DataFrame, indicator: str, there: dict[str, str]) -> Any:
    if found.empty or pd.isna(found.iloc[0]["value"]):
        return words.NO_DATA
    row = found.iloc[0]
    is_share = indicator.endswith("_share")
    text = words.share(row["value"]) if is_share else words.number(row["value"])
    number = measured(text, indicator=indicator, value=row["value"], unit=place.unit.code, class_name="")
    link = dcc.Link(number, href=place.view.rows(indicator, **there))
    return html.Span([link, judgement(row["band"]) if is_share else None], className="cell")

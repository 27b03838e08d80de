"""The nine criteria of Thông tư 01/2018/TT-VPCP, for the quarters in which they were in force."""

from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.screens.satisfaction.address import View
from dashboards.tables import COUNT, Cell, Head, Table, drawn, text
from warehouse.reader import query

LAST_DAY = date(2025, 6, 30)
LAST_QUARTER = {"unit": "524", "basis": "own", "grain": "quarter", "start": "2025-04-01"}
CRITERIA = (
    _("1. Time of handling"),
    _("2. Time at each agency"),
    _("3. Contacts to complete the dossier"),
    _("4. Agencies to be contacted"),
    _("5. Procedures taken in at the one-stop desk"),
    _("6. Publicity of procedures"),
    _("7. Attitude of officials"),
    _("8. Answers to complaints"),
    _("9. Online services"),
)
HIGHEST = 18


def criteria(place: Place[View]) -> list[Any]:
    """Points of each agency by quarter; in words where none are in force or none are known."""
    if place.period.start > LAST_DAY:
        what = _("No nine-criteria score since 01/7/2025")
        to_do = _("TT 01/2018/TT-VPCP is no longer applied: decree 118/2025 took its place.")
        last = dcc.Link(_("Look at the last quarter that has one"), href=_last(place), className="button")
        return [html.Section([empty_state(what, to_do), html.P(last)])]
    table = criteria_table(place)
    if not table.rows:
        return [html.Section(empty_state(words.NO_DATA, _("No agency of this unit was scored for these days.")))]
    listed = html.Ol([html.Li(each) for each in CRITERIA], className="criteria-names")
    note = _("Each criterion 0, 1 or 2 points, {highest} in all; classed by the appraised total.", highest=HIGHEST)
    return [html.Section([drawn(table), html.P(note, className="note"), listed])]


def criteria_table(place: Place[View]) -> Table:
    """A row an agency and quarter that touches the period."""
    frame = query(
        "satisfaction/criteria", scope=SCOPE, snapshot=place.snapshot.id, first_day=place.period.start,
        last_day=min(place.period.end, LAST_DAY), **place.asked,
    )  # fmt: skip
    heads = (
        Head(words.capital(_("agency"))),
        Head(_("Quarter")),
        *(Head(str(number), COUNT) for number in range(1, 10)),
        Head(_("Own total"), COUNT),
        Head(_("Appraised"), COUNT),
        Head(_("Class")),
    )
    rows = tuple(_row(row) for row in frame.to_dict("records"))
    return Table(_("Nine criteria of TT 01/2018/TT-VPCP"), heads, rows)


def _row(row: Any) -> tuple[Cell, ...]:
    points = [_points(row[f"c{number}"]) for number in range(1, 10)]
    totals = [_points(row[name]) for name in ("total", "appraised_total")]
    quarter = f"{['I', 'II', 'III', 'IV'][int(row['quarter']) - 1]}/{row['year']}"
    return text(str(row["agency_name_vi"])), text(quarter), *points, *totals, text(row["class"] or words.NO_DATA)


def _points(value: Any) -> Cell:
    return Cell("", (None,)) if pd.isna(value) else Cell(words.number(int(value)), (int(value),))


def _last(place: Place[View]) -> str:
    return View(**LAST_QUARTER, snapshot=place.view.snapshot, view="criteria").link()

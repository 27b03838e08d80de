"""What stands behind the one number that shows it: sessions by facility and day. Rows of persons go to nobody."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.health_indicators import TELEHEALTH
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.published import dictionary
from dashboards.refusal import Refusal
from dashboards.screens.health.address import View
from dashboards.screens.health.breakdown import period_name
from dashboards.tables import COUNT, Cell, Head, Table, count, drawn, text
from warehouse.reader import query

PERSONAL = _("The rows are of single persons and their visits: they stay in the build, and no list of them is offered.")
STATUSES: Mapping[str, str] = {
    "finished": _("finished"),
    "cancelled": _("cancelled"),
    "running": _("under way"),
    "failed": _("broke off"),
}


def title_of(place: Place[View]) -> str:
    """What the rows are. Raises `Refusal` for rows of persons, and for a list that there is not."""
    view = place.view
    told = dictionary(place).get(view.measure)
    said = told[f"{part_of(place)}_vi"] if told else None
    if view.measure != TELEHEALTH or said is None or pd.isna(said):
        to_do = _("Look at communes and facilities instead.")
        raise Refusal(PERSONAL.rstrip("."), to_do, link=view.link(measure="", part=""))
    return str(said)


def part_of(place: Place[View]) -> str:
    """The side of the indicator that is listed."""
    return place.view.part or "numerator"


def rows(place: Place[View]) -> list[Any]:
    """How many sessions there are, and of which facility and day."""
    table = rows_table(place)
    total = sum(int(row[-1].filed[0]) for row in table.rows)
    strong = html.Strong(
        _("{count} sessions", count=words.number(total)), id="row-count", **attributes(data_count=str(total))
    )
    return [html.P(strong, className="adds-up"), html.Section(drawn(table), className="rows")]


def rows_table(place: Place[View]) -> Table:
    """The sessions that one side of the number counts, by day, facility and state."""
    frame = query(
        "health/sessions", place.counted(place.view.measure), scope=SCOPE, snapshot=place.snapshot.id,
        part=part_of(place),
    )  # fmt: skip
    heads = (Head(_("Day"), (("", "date"),)), Head(_("Asked by")), Head(_("State")), Head(_("Sessions"), COUNT))
    title = _("{what}, {period}", what=title_of(place), period=period_name(place))
    return Table(title, heads, tuple(_row(place, row) for row in frame.to_dict("records")))


def _row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    day, status = day_of(row["date"]), str(row["status"])
    return (
        Cell(words.day(day), (day,)),
        text(str(row["facility_name_vi"]), place.pinned.elsewhere(str(row["facility_code"]))),
        text(words.capital(STATUSES.get(status, status))),
        count(int(row["session_count"])),
    )

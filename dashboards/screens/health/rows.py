"""The rows behind the one number that has any to show: sessions at a distance. Rows of persons are shown to nobody."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.health_indicators import TELEHEALTH
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.published import dictionary
from dashboards.refusal import Refusal
from dashboards.screens.health.address import View
from dashboards.screens.health.breakdown import period_name
from dashboards.tables import Cell, Head, Table, listed, text
from warehouse.reader import query

PERSONAL = _("The rows are of single persons and their visits: they stay in the build, and no list of them is offered.")
STATUSES: Mapping[str, str] = {
    "finished": _("finished"),
    "cancelled": _("cancelled"),
    "running": _("under way"),
    "failed": _("broke off"),
}
MINUTES = (("", "count"),)


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
    """How many sessions there are, and each with the file from which it comes."""
    return listed(rows_table(place))


def rows_table(place: Place[View]) -> Table:
    """The sessions that one side of the number counts; the last column is where each lies as it was sent."""
    frame = query(
        "health/sessions", place.counted(place.view.measure), scope=SCOPE, snapshot=place.snapshot.id,
        part=part_of(place),
    )  # fmt: skip
    heads = (
        Head(_("Session")), Head(_("Began"), (("", "instant"),)), Head(_("Asked by")), Head(_("Consulted")),
        Head(_("Minutes"), MINUTES), Head(_("State")), Head(_("Referred")), Head(_("As the source sent it")),
    )  # fmt: skip
    title = _("{what}, {period}", what=title_of(place), period=period_name(place))
    return Table(title, heads, tuple(_row(place, row) for row in frame.to_dict("records")))


def _row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    began = pd.Timestamp(row["started_at"]).to_pydatetime()
    minutes = None if pd.isna(row["minutes"]) else int(row["minutes"])
    status = str(row["status"])
    return (
        text(str(row["session_code"])),
        Cell(words.instant(began), (began,)),
        text(str(row["requesting_name_vi"]), _link(place, row["requesting_code"])),
        text(str(row["consulting_name_vi"])),
        Cell("–" if minutes is None else words.number(minutes), (minutes,)),
        text(words.capital(STATUSES.get(status, status))),
        text(_("yes") if row["is_transferred"] is True or row["is_transferred"] == 1 else _("no")),
        text(f"ioc raw {row['batch']} {row['page']} {row['row']}"),
    )


def _link(place: Place[View], code: Any) -> str:
    return "" if pd.isna(code) else place.pinned.elsewhere(str(code))

"""Where a figure comes from: its definition, what it is counted of, and the files that came and did not come."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.defined import definition
from dashboards.denominators import read_denominators
from dashboards.health_indicators import COVERS, TELEHEALTH
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.published import dictionary
from dashboards.screens.health.address import View
from dashboards.screens.health.rows import PERSONAL
from dashboards.screens.health.values import whole
from dashboards.tables import Cell, Head, Table, drawn, text
from warehouse.reader import query

LISTED = timedelta(days=6)
STREAMS: Mapping[str, str] = {
    "record": _("health records"),
    "visit": _("visits"),
    "telehealth": _("sessions at a distance"),
}
STATES: Mapping[str, str] = {
    "on_time": _("received in time"),
    "late": _("received late"),
    "missing": _("not sent yet, past the deadline"),
    "not_due": _("not due yet"),
}


def provenance(place: Place[View]) -> list[Any]:
    """The definition, the denominator, and the files of the last seven days with their place in the landing zone."""
    return [_definition(place, dictionary(place)[place.view.measure]), html.Section(drawn(files(place)))]


def _definition(place: Place[View], told: Mapping[str, Any]) -> html.Section:
    measure = place.view.measure
    value = [(_("Value"), whole(place, measure).text)]
    denominator = read_denominators(place, COVERS).get(measure)
    if denominator:
        day = "" if denominator.day is None else words.day(denominator.day)
        said = (denominator.said, day, words.certainty(denominator.certainty))
        value.append((_("Counted of"), " · ".join(each for each in said if each)))
    return definition(place, told, "health_record", value=value, rows=[(_("Rows"), _rows(place))])


def _rows(place: Place[View]) -> Any:
    if place.view.measure != TELEHEALTH:
        return PERSONAL
    return dcc.Link(_("See the sessions"), href=place.view.rows(TELEHEALTH))


def files(place: Place[View]) -> Table:
    """The files of the period's last seven days, each with the batch and page in which it lies as received."""
    last = place.period.cutoff
    frame = query(
        "health/deliveries", scope=SCOPE, snapshot=place.snapshot.id, from_date=last - LISTED, until_date=last,
        **place.asked,
    )  # fmt: skip
    heads = (
        Head(_("Facility")), Head(_("Day"), (("", "date"),)), Head(_("What")), Head(_("State")),
        Head(_("Received"), (("", "instant"),)), Head(_("File (batch · page)")),
    )  # fmt: skip
    caption = _("Files of {first}–{last}", first=words.short_day(last - LISTED), last=words.day(last))
    return Table(caption, heads, tuple(_row(row) for row in frame.to_dict("records")))


def _row(row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    day = day_of(row["day"])
    moment = None if pd.isna(row["received_at"]) else pd.Timestamp(row["received_at"]).to_pydatetime()
    file = "–" if pd.isna(row["batch"]) else f"{row['batch']} · {int(row['page'])}"
    stream = "" if pd.isna(row["stream"]) else str(row["stream"])
    return (
        text(str(row["unit_name_vi"])),
        Cell(words.day(day), (day,)),
        text(words.capital(STREAMS.get(stream, stream))),
        text(words.capital(STATES[str(row["state"])])),
        Cell(words.instant(moment) if moment else "–", (moment,)),
        text(file),
    )

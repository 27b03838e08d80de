"""Where a figure comes from: its definition, the deliveries that brought its rows, and what was not counted."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.defined import definition
from dashboards.messages import _
from dashboards.place import SCOPE, day_of
from dashboards.published import dictionary, published
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.rows import counted_by, usual_part
from dashboards.standing import standing
from warehouse.reader import query

SOURCE = "one_stop"
EXITS = {
    "in": _("Rows that came in"),
    "loaded": _("In use"),
    "superseded": _("Replaced by a newer version"),
    "duplicate": _("Came twice"),
    "held": _("Held until mended"),
    "removed": _("Gone at the source"),
}
LISTED = 12


def provenance(place: Place) -> list[Any]:
    """The definition, the counts, the deliveries by day, and the source's account of all rows."""
    told = dictionary(place)[place.view.measure]
    return [_definition(place, told), _deliveries(place, told), _account(place)]


def _definition(place: Place, told: Mapping[str, Any]) -> html.Section:
    known = published(place, [place.view.measure])
    sides = [("numerator", told["numerator_vi"]), ("denominator", told["denominator_vi"])]
    rows = [(said, _count(place, part, known)) for part, said in sides if not pd.isna(said)]
    return definition(place, told, SOURCE, rows=rows)


def _count(place: Place, part: str, known: Any) -> Any:
    counted = counted_by(place.on(part=part), known)
    if counted is None:
        return words.NO_DATA
    return dcc.Link(_("{count} dossiers", count=words.number(counted)), href=place.view.link(view="", part=part))


def _deliveries(place: Place, told: Mapping[str, Any]) -> html.Section:
    frame = query(
        "procedures/deliveries", place.counted(place.view.measure), scope=SCOPE, snapshot=place.snapshot.id,
        part=place.view.part or usual_part(told),
    )  # fmt: skip
    rows = [
        [words.day(day_of(row["landed_date"])), words.number(int(row["batches"])), words.number(int(row["dossiers"]))]
        for row in frame.head(LISTED).to_dict("records")
    ]
    rest = frame.iloc[LISTED:]
    if len(rest):
        rows.append([_("earlier"), words.number(int(rest["batches"].sum())), words.number(int(rest["dossiers"].sum()))])
    total = [_("Sum"), words.number(int(frame["batches"].sum())), words.number(int(frame["dossiers"].sum()))]
    heads = (_("Came on"), _("Deliveries"), words.capital(_("dossiers")))
    return html.Section(data_table(_("Deliveries that brought these rows"), heads, rows, total=total))


def _account(place: Place) -> html.Section:
    """Every row that came has one exit, and the exits add up to the rows."""
    state = next((each for each in standing(place.snapshot).sources if each.id == SOURCE), None)
    counted = state.rows if state else {}
    rows = [[said, words.number(counted[name])] for name, said in EXITS.items() if name in counted]
    held = query("procedures/held_kinds", scope=SCOPE, snapshot=place.snapshot.id)
    reasons = [[row["example_vi"], row["mended_by"], words.number(int(row["held"]))] for row in held.to_dict("records")]
    parts = [data_table(_("Account of all rows of the source"), (_("Exit"), _("Rows")), rows)]
    if reasons:
        heads = (_("Reason, for example"), _("Mended by"), _("Rows"))
        parts.append(data_table(_("Held rows, not counted anywhere"), heads, reasons))
    return html.Section(parts)

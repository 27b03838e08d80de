"""Where a figure comes from: its definition, the deliveries that brought its rows, and what was not counted."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.defined import definition
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.published import dictionary
from dashboards.screens.satisfaction.address import RATED, View
from dashboards.screens.satisfaction.rows import counted_by, part_of
from dashboards.screens.satisfaction.tiles import DEVICES, SOURCES
from dashboards.screens.satisfaction.values import counted, span_in_words
from dashboards.standing import standing
from warehouse.reader import query

EXITS = {
    "in": _("Rows that came in"),
    "loaded": _("In use"),
    "superseded": _("Replaced by a newer version"),
    "duplicate": _("Came twice"),
    "held": _("Held until mended"),
    "removed": _("Gone at the source"),
}
LISTED = 12


def provenance(place: Place[View]) -> list[Any]:
    """The definition, the counts, the deliveries by day, and the source's account of all rows."""
    told = dictionary(place)[place.view.measure]
    return [_definition(place, told), _deliveries(place), _account(place)]


def _definition(place: Place[View], told: Mapping[str, Any]) -> html.Section:
    sides = [("numerator", told["numerator_vi"]), ("denominator", told["denominator_vi"])]
    rows = [(said, _count(place, part)) for part, said in sides if not pd.isna(said)]
    return definition(place, told, _source(place), rows=rows, period=span_in_words(place))


def _count(place: Place[View], part: str) -> Any:
    found = counted_by(place.on(part=part))
    if found is None:
        return words.NO_DATA
    return dcc.Link(_("{count} rows", count=words.number(found)), href=place.view.link(view="", part=part))


def _source(place: Place[View]) -> str:
    return SOURCES.get(place.view.measure, DEVICES)


def _deliveries(place: Place[View]) -> html.Section:
    frame = query(
        "satisfaction/deliveries", counted(place, place.view.measure), scope=SCOPE, snapshot=place.snapshot.id,
        part=part_of(place.view),
    )  # fmt: skip
    rows = [_delivery(words.day(day_of(row["landed_date"])), row) for row in frame.head(LISTED).to_dict("records")]
    rest = frame.iloc[LISTED:]
    if len(rest):
        rows.append(_delivery(_("earlier"), rest[["batches", "rows"]].sum()))
    total = _delivery(_("Sum"), frame[["batches", "rows"]].sum())
    heads = (_("Came on"), _("Deliveries"), _("Rows"))
    return html.Section(data_table(_("Deliveries behind these rows"), heads, rows, total=total))


def _delivery(name: str, counts: Any) -> list[str]:
    return [name, words.number(int(counts["batches"])), words.number(int(counts["rows"]))]


def _account(place: Place[View]) -> html.Section:
    """Every row that came has one exit, and the exits add up to the rows."""
    state = next((each for each in standing(place.snapshot).sources if each.id == _source(place)), None)
    counts = state.rows if state else {}
    rows = [[said, words.number(counts[name])] for name, said in EXITS.items() if name in counts]
    parts = [data_table(_("Account of all rows of the source"), (_("Exit"), _("Rows")), rows)]
    held = query("satisfaction/held_kinds", scope=SCOPE, snapshot=place.snapshot.id)
    if len(held) and place.view.measure != RATED:
        heads = (_("Reason, for example"), _("Mended by"), _("Rows"))
        reasons = [
            [row["example_vi"], row["mended_by"], words.number(int(row["held"]))] for row in held.to_dict("records")
        ]
        parts.append(data_table(_("Held rows, not counted anywhere"), heads, reasons))
    return html.Section(parts)

"""Where a figure comes from: its definition, and the books of the term that it was worked out from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.messages import _
from dashboards.place import Place
from dashboards.published import dictionary
from dashboards.screens.education.address import View
from dashboards.screens.education.breakdown import COMMUNE, SCHOOL, part_link, term_name
from dashboards.screens.education.values import whole
from dashboards.screens.education.workbooks import deliveries
from dashboards.tables import Cell, Head, Table, drawn, text

PERSONAL = _("The rows are of single pupils: they stay in the build, and no list of them is offered.")


def provenance(place: Place[View]) -> list[Any]:
    """The definition, the term, and every book that came, with its place in the landing zone."""
    return [_definition(place, dictionary(place)[place.view.measure]), html.Section(drawn(books(place)))]


def _definition(place: Place[View], told: Mapping[str, Any]) -> html.Section:
    reading = whole(place, place.view.measure)
    facts: list[tuple[Any, Any]] = [(_("Definition"), told["definition_vi"]), (_("Value"), reading.text)]
    if not pd.isna(told["target"]):
        target = words.target(told["target"], told["unit_vi"] == "%")
        facts.append((_("Target"), f"{target} · {told['target_basis']} · {words.certainty(told['target_certainty'])}"))
    if pd.isna(told["numerator_vi"]):
        facts.append((_("Rows"), PERSONAL))
    newest = place.snapshot.newest_event_at.get("smas")
    facts += [
        (_("Answers for it"), told["owner"]),
        (_("Period"), place.period.title),
        (_("Source's last event"), words.instant(newest) if newest else words.NO_DATA),
        (_("Snapshot"), f"{place.snapshot.id} · {words.instant(place.snapshot.known_at)}"),
    ]
    listed = [part for name, said in facts for part in (html.Dt(name), html.Dd(said))]
    more = dcc.Link(_("In the list of indicators"), href=f"/indicators#{place.view.measure}", className="button")
    return html.Section([html.H2(told["name_vi"]), html.Dl(listed), html.P(more)], className="provenance")


def books(place: Place[View]) -> Table:
    """The books in use, each with the batch and page in which it lies as received."""
    frame = deliveries(place)
    came = frame[frame["batch"].notna()]
    heads = (Head(SCHOOL), Head(COMMUNE), Head(_("Received"), (("", "instant"),)), Head(_("Book (batch · page)")))
    rows = tuple(_row(place, row) for row in came.to_dict("records"))
    return Table(_("Books in use, {term}", term=term_name(place)), heads, rows)


def _row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    received = pd.Timestamp(row["received_at"]).to_pydatetime()
    return (
        text(str(row["unit_name_vi"]), part_link(place.on(view=""), str(row["unit_code"]))),
        text(str(row["commune_name_vi"])),
        Cell(words.instant(received), (received,)),
        text(f"{row['batch']} · {int(row['page'])}"),
    )

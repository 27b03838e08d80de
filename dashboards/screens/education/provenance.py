"""Where a figure comes from: its definition, and the books of the term that it was worked out from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.defined import definition
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
    value = [(_("Value"), whole(place, place.view.measure).text)]
    rows = [(_("Rows"), PERSONAL)] if pd.isna(told["numerator_vi"]) else []
    return definition(place, told, "smas", value=value, rows=rows)


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

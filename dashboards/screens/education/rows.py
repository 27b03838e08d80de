"""The rows behind the two numbers that have any to show: books, and classes. Rows of pupils are shown to nobody."""

from typing import Any

import pandas as pd

from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.published import dictionary
from dashboards.refusal import Refusal
from dashboards.screens.education.address import ON_TIME, OVER_LIMIT, View
from dashboards.screens.education.breakdown import in_term
from dashboards.screens.education.provenance import PERSONAL
from dashboards.screens.education.simple import over_limit_table
from dashboards.screens.education.workbooks import delivery_table
from dashboards.tables import Table, listed
from warehouse.reader import Counted, query


def title_of(place: Place[View]) -> str:
    """What the rows are. Raises `Refusal` for rows of pupils and for a list that there is not."""
    told = dictionary(place)[place.view.measure]
    said = told[f"{part_of(place)}_vi"]
    if pd.isna(said):
        raise Refusal(
            PERSONAL.rstrip("."), _("Look at classes and subjects instead."), link=place.view.link(measure="", part="")
        )
    return str(said)


def part_of(place: Place[View]) -> str:
    """The side of the indicator that is listed."""
    return place.view.part or "numerator"


def rows(place: Place[View]) -> list[Any]:
    """How many rows there are, and the rows."""
    return listed(rows_table(place))


def rows_table(place: Place[View]) -> Table:
    """The books, or the classes, that one side of the number counts."""
    if place.view.measure == OVER_LIMIT:
        return over_limit_table(place, part_of(place))
    asked = Counted(
        ON_TIME, place.unit.code, place.unit.valid_from, place.view.basis, place.period.start, place.period.cutoff
    )
    frame = query("education/counted_deliveries", asked, scope=SCOPE, snapshot=place.snapshot.id, part=part_of(place))
    return delivery_table(place, in_term(place, title_of(place)), frame)

"""Everything that the scene says: of one snapshot, and of what became of the sources since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.address import Address
from dashboards.marks import heard
from dashboards.place import SCOPE, Place, day_of
from dashboards.readings import Reading, readings
from dashboards.standing import known_nights, standing
from warehouse.reader import Night, SourceState, query

HERE = "wall/scenes/data"
# Older ones are history.
DAYS_BACK = 60
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Figure:
    """An indicator with the words of its period, the longest one that it is known for."""

    reading: Reading
    period: str


@dataclass(frozen=True)
class Facts:
    """`sources` are those that somebody connected; rows are those of the queries that they are named after."""

    place: Place[Address]
    sources: tuple[SourceState, ...]
    nights: tuple[Night, ...]
    figures: Mapping[str, Figure]
    undelivered: tuple[Row, ...]
    held: tuple[Row, ...]
    exits: Mapping[str, int]
    totals: tuple[Row, ...]
    portal: tuple[Row, ...]
    form: tuple[Row, ...]
    form_rows: int

    def figure(self, indicator: str) -> Figure:
        """One of both indicators; words where it has no number yet."""
        missing = Reading(indicator, self.place.unit.code, "", words.NO_DATA)
        return self.figures.get(indicator, Figure(missing, ""))


def read_facts(place: Place[Address]) -> Facts:
    """What the wall's unit is told; what is about whole sources is the same for every unit."""
    connected = tuple(each for each in standing(place.snapshot).sources if each.state != "not_connected")
    known = {each.id for each in connected}
    owed = _rows(
        place, f"{HERE}/undelivered", unit=place.unit.code, since=place.snapshot.today - timedelta(days=DAYS_BACK)
    )
    form = _rows(place, "data_health/form")
    broken = _rows(place, "data_health/form_rows")
    portal = _rows(place, "data_health/portal")
    return Facts(
        place=place,
        sources=connected,
        nights=heard(known_nights(place.snapshot)),
        figures=_figures(place),
        undelivered=tuple(row for row in owed if row["source"] in known),
        held=_rows(place, "data_health/held_kinds", source="", code="", owner=""),
        exits=_exits(_rows(place, "data_health/exits", source="")),
        totals=_rows(place, "data_health/control_totals", source=""),
        portal=_newest(_of(place, portal)),
        form=_of(place, form),
        form_rows=len(_of(place, broken)),
    )


def _rows(place: Place[Address], name: str, **given: Any) -> tuple[Row, ...]:
    frame = query(name, scope=SCOPE, snapshot=place.snapshot.id, **given)
    return tuple(frame.to_dict("records"))


def _of(place: Place[Address], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of the wall's commune; of an area all of them."""
    return rows if place.unit.kind == "area" else tuple(row for row in rows if row["unit_code"] == place.unit.code)


def _newest(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row["month_start"] == rows[0]["month_start"])


def _exits(rows: tuple[Row, ...]) -> Mapping[str, int]:
    added: dict[str, int] = {}
    for row in rows:
        added[row["exit"]] = added.get(row["exit"], 0) + int(row["row_count"])
    return added


def _figures(place: Place[Address]) -> Mapping[str, Figure]:
    area = place.unit.code if place.unit.kind == "area" else place.unit.parent_code
    found: dict[str, Figure] = {}
    for row in _rows(place, f"{HERE}/values", unit=place.unit.code, area=area):
        if row["indicator"] not in found:
            (reading,) = readings(pd.DataFrame([row]))
            start, end = day_of(row["period_start"]), day_of(row["period_end"])
            period = words.period(row["period_name_vi"], start, end, bool(row["is_open"]))
            found[row["indicator"]] = Figure(reading, period)
    return found

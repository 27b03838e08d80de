"""Everything that one scene says, read from one snapshot at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.address import Address
from dashboards.comparison import against_year_before
from dashboards.components.course import Course
from dashboards.geometry import Centre
from dashboards.lateness import banded
from dashboards.place import SCOPE, Period, Place, Unit, day_of
from dashboards.readings import Reading, find, readings
from dashboards.screens.wall.scenes.procedures import figures
from dashboards.screens.wall.stage import all_values, centres, communes, minimum_n
from warehouse.reader import Counted, judged, query

HERE = "wall/scenes/procedures"
MONTHS_BACK = 18
"""So far back, a course shows the reform of 01/7/2025 until the end of 2026."""


@dataclass(frozen=True)
class Closed:
    """A report quarter that has ended."""

    start: date
    name: str


@dataclass(frozen=True)
class Facts:
    """A scene's numbers. `parts` are the names of the units that it is divided by: communes of an area, agencies of a
    commune. `returned_before` are the communes' returned shares in the last closed period, `before`.
    """

    place: Place[Address]
    among: tuple[Reading, ...]
    parts: Mapping[str, str]
    agencies: tuple[str, ...]
    against_year_before: str
    portal_note: str
    overdue: Mapping[str, int]
    slowest: tuple[figures.Place, ...]
    minimum_n: int
    course: Course
    centres: tuple[Centre, ...]
    before: Closed | None
    returned_before: tuple[Reading, ...]

    @property
    def unit(self) -> Unit:
        """What the wall is about: an area of several communes, or one commune."""
        return self.place.unit

    @property
    def period(self) -> Period:
        """The open report quarter; `cutoff` is the snapshot's today."""
        return self.place.period

    @property
    def is_area(self) -> bool:
        """Whether the scene is about several communes."""
        return self.unit.kind == "area"

    def reading(self, indicator: str, otherwise: str = words.NO_DATA) -> Reading:
        """An indicator of the whole unit."""
        return find(self.among, indicator, self.unit.code, otherwise=otherwise)

    def part_readings(self, indicator: str) -> tuple[Reading, ...]:
        """An indicator of each part; a commune of which nothing is known stands with words."""
        return tuple(replace(find(self.among, indicator, code), unit_name=name) for code, name in self.parts.items())


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit in the open report quarter."""
    frame = all_values(place)
    among, divided = readings(frame), communes(place)
    agencies = tuple(frame[frame["unit_kind"] == "agency"]["unit_code"].unique())
    before, minimum = _closed(place), minimum_n(place, "on_time_share")
    return Facts(
        place=place,
        among=among,
        parts=_parts(place, divided, among, agencies),
        agencies=agencies,
        against_year_before=_against_year_before(place, find(among, "dossiers_received", place.unit.code)),
        portal_note=_portal_note(place),
        overdue=banded(_counted("procedures/overdue_days", place.counted("overdue_open"), place)),
        slowest=_slowest(place, minimum),
        minimum_n=minimum,
        course=_course(place),
        centres=centres(divided),
        before=before,
        returned_before=_returned(place, before) if before else (),
    )


def _parts(
    place: Place[Address], divided: tuple[Unit, ...], among: tuple[Reading, ...], agencies: tuple[str, ...]
) -> Mapping[str, str]:
    """{code: name} of the communes of an area; of a commune, of its agencies that have an on-time share."""
    if place.unit.kind == "area":
        return {each.code: each.short_name for each in divided}
    return {
        each.unit_code: each.unit_name
        for each in among
        if each.indicator == "on_time_share" and each.unit_code in agencies
    }


def _ask(name: str, place: Place[Address], **given: Any) -> pd.DataFrame:
    given |= {"unit": place.unit.code, "unit_from": place.unit.valid_from}
    return query(f"{HERE}/{name}", scope=SCOPE, snapshot=place.snapshot.id, **given)


def _counted(name: str, counted: Counted, place: Place[Address]) -> pd.DataFrame:
    return query(name, counted, scope=SCOPE, snapshot=place.snapshot.id)


def _closed(place: Place[Address]) -> Closed | None:
    """The report quarter before the open one."""
    period = place.period
    frame = query(
        "wall/closed_period", scope=SCOPE, snapshot=place.snapshot.id, grain=period.grain, before=period.start
    )
    return None if frame.empty else Closed(day_of(frame.iloc[0]["period_start"]), frame.iloc[0]["name_vi"])


def _returned(place: Place[Address], period: Closed) -> tuple[Reading, ...]:
    return readings(_ask("returned_shares", place, grain=place.period.grain, period_start=period.start))


def _against_year_before(place: Place[Address], received: Reading) -> str:
    if received.value is None:
        return ""
    start, cutoff = (words.year_before(day) for day in (place.period.start, place.period.cutoff))
    counted = replace(place.counted("dossiers_received"), start=start, cutoff=cutoff)
    row = _counted("procedures/received", counted, place).iloc[0]
    first = None if pd.isna(row["first_date"]) else day_of(row["first_date"])
    return against_year_before(int(received.value), int(row["received"]), first, start)


def _portal_note(place: Place[Address]) -> str:
    month = place.period.cutoff.replace(day=1)
    row = _ask("portal_difference", place, month_start=month).iloc[0]
    return figures.portal_note(int(row["difference"]), month)


def _slowest(place: Place[Address], minimum_n: int) -> tuple[figures.Place, ...]:
    counted = place.counted("on_time_share")
    return figures.slowest(judged(f"{HERE}/agency_fields", counted, scope=SCOPE, snapshot=place.snapshot.id), minimum_n)


def _course(place: Place[Address]) -> Course:
    month = place.period.cutoff.replace(day=1)
    first = (pd.Timestamp(month) - pd.DateOffset(months=MONTHS_BACK)).date()
    return figures.course(_ask("months", place, from_date=first, until_date=place.period.cutoff))

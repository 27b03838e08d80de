"""Everything that one scene says, read from one snapshot at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dashboards.address import Address
from dashboards.comparison import received_against_year_before
from dashboards.components.course import Course
from dashboards.geometry import Centre
from dashboards.lateness import banded
from dashboards.place import Place, commune_names, communes, day_of
from dashboards.readings import Reading, find, readings
from dashboards.screens.wall.months import read_course
from dashboards.screens.wall.scenes.procedures import figures
from dashboards.screens.wall.stage import (
    all_values,
    ask,
    ask_judged,
    centres,
    its_unit,
    minimum_n,
)
from dashboards.screens.wall.told import Figures, named_by

HERE = "wall/scenes/procedures"


@dataclass(frozen=True)
class Closed:
    """A report quarter that has ended."""

    start: date
    name: str


@dataclass(frozen=True)
class Facts(Figures):
    """A scene's numbers. `parts` are communes of an area, agencies of a commune.

    `elsewhere` is how much other agencies hold past due, and `holders` is {agency: how much of it}, the most first.
    `returned_before` are the communes' returned shares in the last closed period, `before`."""

    agencies: tuple[str, ...]
    against_year_before: str
    portal_note: str
    overdue: Mapping[str, int]
    elsewhere: Reading | None
    holders: Mapping[str, int]
    slowest: tuple[figures.Place, ...]
    minimum_n: int
    course: Course
    centres: tuple[Centre, ...]
    before: Closed | None
    returned_before: tuple[Reading, ...]


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit in the open report quarter."""
    frame = all_values(place)
    among = readings(frame)
    agencies = tuple(frame[frame["unit_kind"] == "agency"]["unit_code"].unique())
    before, minimum = _closed(place), minimum_n(place, "on_time_share")
    received, held = find(among, "dossiers_received", place.unit.code), _held_elsewhere(place)
    return Facts(
        place=place,
        among=among,
        parts=_parts(place, among, agencies),
        agencies=agencies,
        against_year_before="" if received.value is None else received_against_year_before(place),
        portal_note=_portal_note(place),
        overdue=banded(ask(place, "procedures/overdue_days", place.counted("overdue_open"))),
        elsewhere=figures.elsewhere(among, place.unit, held),
        holders={row["agency_name_vi"]: int(row["dossiers"]) for row in held.to_dict("records")},
        slowest=_slowest(place, minimum),
        minimum_n=minimum,
        course=read_course(place),
        centres=centres(communes(place)),
        before=before,
        returned_before=_returned(place, before) if before else (),
    )


def _parts(place: Place[Address], among: tuple[Reading, ...], agencies: tuple[str, ...]) -> Mapping[str, str]:
    """{code: name} of the communes of an area; of a commune, of its agencies that have an on-time share.

    An agency that was abolished is one of them only while dossiers are still counted for it.
    """
    if place.unit.kind == "area":
        return commune_names(place)
    of_today = {each.code for each in place.units if each.is_valid_on(place.period.cutoff)}
    counted = (code for code in agencies if code in of_today or find(among, "on_time_share", code).denominator)
    return named_by(among, "on_time_share", counted)


def _closed(place: Place[Address]) -> Closed | None:
    """The report quarter before the open one."""
    period = place.period
    frame = ask(place, "wall/closed_period", grain=period.grain, before=period.start)
    return None if frame.empty else Closed(day_of(frame.iloc[0]["period_start"]), frame.iloc[0]["name_vi"])


def _returned(place: Place[Address], period: Closed) -> tuple[Reading, ...]:
    return readings(
        ask(place, f"{HERE}/returned_shares", grain=place.period.grain, period_start=period.start, **its_unit(place))
    )


def _portal_note(place: Place[Address]) -> str:
    days = {"start": place.period.start, "cutoff": place.period.cutoff}
    return figures.portal_note(ask(place, "procedures/portal", **days, **its_unit(place)))


def _held_elsewhere(place: Place[Address]) -> pd.DataFrame:
    """Counted for the agencies that hold them, which belong to the area: a commune only took them in."""
    area = replace(place, unit=place.line[0])
    counted = area.counted(figures.ELSEWHERE)
    return ask(place, f"{HERE}/held_elsewhere", counted, unit=place.unit.code, whole=area.unit.code)


def _slowest(place: Place[Address], minimum_n: int) -> tuple[figures.Place, ...]:
    counted = place.counted("on_time_share")
    return figures.slowest(ask_judged(place, f"{HERE}/agency_fields", counted), minimum_n)

"""Everything that the scene says, read from one snapshot at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.address import Address
from dashboards.components.course import Course
from dashboards.place import SCOPE, Place
from dashboards.published import dictionary
from dashboards.readings import Reading, find, readings
from dashboards.screens.wall.scenes.satisfaction import figures
from dashboards.screens.wall.stage import all_values, communes
from warehouse.reader import Counted, judged, query

SATISFIED, RATED = "satisfied_share", "rated_share"
DISSATISFIED, REJECTED = "dissatisfied_ratings", "rejected_rating_share"
PAGE, HERE = "satisfaction", "wall/scenes/satisfaction"
A_YEAR = timedelta(days=365)
MONTHS = 12


@dataclass(frozen=True)
class Facts:
    """A scene's numbers. `parts` are the names of the communes of an area, of the agencies of a commune;
    `with_rejected` what the share of a part would be if what was rejected counted, where much was.

    `lateness` are the shares of those whose dossier came in time and of those whose came late, in a year.
    `declares_766`: the service index is among the indicators.
    """

    place: Place[Address]
    among: tuple[Reading, ...]
    parts: Mapping[str, str]
    with_rejected: Mapping[str, str]
    reasons: tuple[figures.Reason, ...]
    lateness: Mapping[str, Reading]
    devices: tuple[figures.Device, ...]
    hours: Course
    months: Course
    declares_766: bool = False

    @property
    def is_area(self) -> bool:
        """Whether the scene is about several communes."""
        return self.place.unit.kind == "area"

    def reading(self, indicator: str) -> Reading:
        """An indicator of the whole unit."""
        return find(self.among, indicator, self.place.unit.code)

    def part_readings(self, indicator: str) -> tuple[Reading, ...]:
        """An indicator of each part; one of which nothing is known stands with words."""
        return tuple(replace(find(self.among, indicator, code), unit_name=name) for code, name in self.parts.items())


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit in the open report quarter."""
    among = readings(all_values(place))
    rejected = place.counted(REJECTED)
    return Facts(
        place=place,
        among=among,
        parts=_parts(place, among),
        with_rejected=figures.with_rejected(
            _rows(f"{HERE}/with_rejected", rejected, place, by_agency=place.unit.kind != "area"),
            among,
            int(dictionary(place)[SATISFIED]["minimum_n"]),
        ),
        reasons=figures.reasons(_rows(f"{PAGE}/reasons", place.counted(DISSATISFIED), place)),
        lateness=_lateness(place),
        devices=figures.devices(_judged(f"{PAGE}/devices", rejected, place, lone=_lone(place))),
        hours=_hours(place),
        months=figures.months(_months(place)),
        declares_766=not query(f"{HERE}/service_index", scope=SCOPE, snapshot=place.snapshot.id).empty,
    )


def _lone(place: Place[Address]) -> list[str]:
    """The centres of the unit in which a counter has one officer."""
    frame = query(f"{PAGE}/centres", scope=SCOPE, snapshot=place.snapshot.id, **place.asked)
    return sorted(frame.loc[frame["is_lone"].astype(bool), "agency_code"])


def _parts(place: Place[Address], among: tuple[Reading, ...]) -> Mapping[str, str]:
    """{code: name} of the communes of an area; of a commune, of its agencies that rate."""
    if place.unit.kind == "area":
        return {each.code: each.short_name for each in communes(place)}
    return {
        each.unit_code: each.unit_name
        for each in among
        if each.indicator == SATISFIED and each.unit_code != place.unit.code and each.denominator
    }


def _rows(name: str, counted: Counted, place: Place[Address], **given: Any) -> pd.DataFrame:
    return query(name, counted, scope=SCOPE, snapshot=place.snapshot.id, **given)


def _judged(name: str, counted: Counted, place: Place[Address], **given: Any) -> pd.DataFrame:
    return judged(name, counted, scope=SCOPE, snapshot=place.snapshot.id, **given)


def _divided(place: Place[Address], counted: Counted, by: str) -> dict[str, Reading]:
    """{key of the part: its share satisfied}."""
    frame = _judged(f"{PAGE}/parts", counted, place, by=[by], is_inside=False)
    told = dictionary(place)[SATISFIED]
    names = ("unit_vi", "minimum_n", "definition_vi", "owner", "direction")
    described = frame.assign(
        indicator=SATISFIED, unit_code=place.unit.code, unit_name_vi="", **{name: told[name] for name in names}
    )
    return dict(zip(map(str, frame[by]), readings(described), strict=True))


def _lateness(place: Place[Address]) -> dict[str, Reading]:
    first = place.period.cutoff - A_YEAR + timedelta(days=1)
    found = _divided(place, replace(place.counted(SATISFIED), start=first), "lateness")
    none = Reading(SATISFIED, place.unit.code, "", words.NO_EVENTS)
    return {key: found.get(key, none) for key in ("on_time", "late")}


def _hours(place: Place[Address]) -> Course:
    return figures.hours(_divided(place, place.counted(SATISFIED), "hour"))


def _months(place: Place[Address]) -> pd.DataFrame:
    month = date(place.period.cutoff.year, place.period.cutoff.month, 1)
    first = (pd.Timestamp(month) - pd.DateOffset(months=MONTHS - 1)).date()
    return query(
        f"{PAGE}/months", scope=SCOPE, snapshot=place.snapshot.id, indicators=[SATISFIED], from_date=first,
        until_date=place.period.cutoff, **place.asked,
    )  # fmt: skip

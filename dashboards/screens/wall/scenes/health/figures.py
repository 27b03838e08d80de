"""What the tiles say, worked out from frames alone: no Dash, no warehouse, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from dashboards.components.signal import ALERTING, weeks_in_a_row
from dashboards.components.week_course import Week
from dashboards.components.year_course import Reached
from dashboards.place import day_of
from dashboards.readings import Reading, readings
from dashboards.screens.wall.need import LIST_ROWS


@dataclass(frozen=True)
class Spot:
    """A part of the unit, a commune or a facility, that has signalled for some weeks in a row."""

    code: str
    name: str
    text: str
    weeks: int
    band: str


@dataclass(frozen=True)
class Disease:
    """The weeks of one disease in the unit, and its parts that signal, the loudest first, then the longest."""

    code: str
    name: str
    weeks: tuple[Week, ...]
    newest: Reading
    spots: tuple[Spot, ...]

    @property
    def band(self) -> str | None:
        """The signal of the unit's own newest week."""
        return self.weeks[-1].band

    @property
    def in_a_row(self) -> int:
        """For how many weeks the unit itself has signalled; 0 where one of its parts has for as long."""
        own = weeks_in_a_row(week.band for week in reversed(self.weeks))
        return own if own > max((each.weeks for each in self.spots), default=0) else 0

    def is_louder(self, spot: Spot) -> bool:
        """Whether a part signals, or signals more, where the unit does not."""
        return loudness(spot.band) > loudness(self.band)


@dataclass(frozen=True)
class Home:
    """Where a facility is counted: which part of the wall's unit, and the commune whose station sends for it."""

    part: str
    commune: str


@dataclass(frozen=True)
class Visits:
    """Visits of `days` by part: {code: a number a day}, None for a day of which a facility has not sent."""

    days: tuple[date, ...]
    by_part: Mapping[str, tuple[int | None, ...]]

    @property
    def whole(self) -> tuple[int | None, ...]:
        """All parts together; None where nothing is known of any of them."""
        told = [[count for count in each if count is not None] for each in zip(*self.by_part.values(), strict=True)]
        return tuple(sum(each) if each else None for each in told)


def disease(
    frame: pd.DataFrame, code: str, name: str, unit: str, parts: Mapping[str, str], most: int
) -> Disease | None:
    """The last `most` weeks of one disease, from rows of the page's course in order of time; None without any."""
    told = list(zip(frame.to_dict("records"), readings(frame), strict=True)) if len(frame) else []
    own = [(row, reading) for row, reading in told if reading.unit_code == unit][-most:]
    if not own:
        return None
    last = day_of(own[-1][0]["period_start"])
    spots = [
        spot
        for part, part_name in parts.items()
        if (spot := _spot(part, part_name, [each for each in told if each[1].unit_code == part], last)) is not None
    ]
    ordered = sorted(spots, key=lambda each: (-loudness(each.band), -each.weeks, each.code))
    return Disease(code, name, tuple(_week(*each) for each in own), own[-1][1], tuple(ordered))


def _week(row: Mapping[Any, Any], reading: Reading) -> Week:
    threshold = None if reading.target_value is None else Decimal(str(reading.target_value))
    start = day_of(row["period_start"])
    return Week(start, reading.text, reading.value, row["state"] == "below_10", threshold, reading.band)


def _spot(code: str, name: str, told: list[tuple[Any, Reading]], last: date) -> Spot | None:
    newest = told[-1][1] if told and day_of(told[-1][0]["period_start"]) == last else None
    if newest is None or newest.band is None or not loudness(newest.band):
        return None
    return Spot(code, name, newest.text, weeks_in_a_row(each.band for _row, each in reversed(told)), newest.band)


def loudness(band: str | None) -> int:
    """How loud a week's signal is; 0 of one that is none."""
    return ALERTING.index(band) + 1 if band in ALERTING else 0


def reached(frame: pd.DataFrame) -> tuple[Reached, ...]:
    """What was reached by the end of each month; by today in the open one."""
    days = [day_of(row["cutoff_date"]) for row in frame.to_dict("records")]
    return tuple(Reached(day, each.value, each.text) for day, each in zip(days, readings(frame), strict=True))


def lowest(frame: pd.DataFrame, indicator: str, names: Mapping[str, str]) -> Reading | None:
    """The lowest share among the units that `names` gives; none where none is shown."""
    told = [each for each in readings(frame) if each.indicator == indicator and each.unit_code in names]
    shown = [each for each in told if each.value is not None]
    least = min(shown, key=lambda each: (each.value, each.unit_code), default=None)
    return None if least is None else replace(least, unit_name=names[least.unit_code])


def visits(days: tuple[date, ...], counted: pd.DataFrame, files: pd.DataFrame, homes: Mapping[str, Home]) -> Visits:
    """Visits by part from rows of the page's visit_days and the stations' deliveries.

    A station sends for all that belong to it: while it is silent, nothing is known of anything in its commune, which
    stands with empty days however long ago it last sent.
    """
    sums: dict[tuple[str, date], int] = {}
    for row in counted.to_dict("records"):
        if (home := homes.get(str(row["facility_code"]))) is not None:
            key = home.part, day_of(row["date"])
            sums[key] = sums.get(key, 0) + int(row["visits"])
    owed = [
        (homes[str(row["unit_code"])].commune, day_of(row["day"]), row["received_at"])
        for row in files.to_dict("records")
        if str(row["unit_code"]) in homes
    ]
    waited = {(commune, day) for commune, day, received_at in owed if pd.isna(received_at)}
    owing, visited = {commune for commune, _day, _at in owed}, {part for part, _day in sums}
    communes = {home.part: home.commune for home in homes.values() if home.part in visited or home.commune in owing}
    return Visits(
        days,
        {
            part: tuple(sums.get((part, day), None if (commune, day) in waited else 0) for day in days)
            for part, commune in communes.items()
        },
    )


def busiest(of: Visits, parts: Mapping[str, str]) -> list[str]:
    """The parts with visits: where a list has room for all in their order, else those with the most visits first."""
    known = [code for code in parts if code in of.by_part]
    return known if len(known) <= LIST_ROWS else sorted(known, key=lambda code: (-total(of.by_part[code]), code))


def total(counts: tuple[int | None, ...]) -> int:
    """What is known of some days together."""
    return sum(count for count in counts if count is not None)

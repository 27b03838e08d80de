"""Everything that one scene says, read from one snapshot at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.comparison import against_year_before
from dashboards.components.course import Course
from dashboards.geometry import Centre
from dashboards.lateness import banded
from dashboards.readings import Reading, find, readings
from dashboards.screens.wall import figures
from warehouse.reader import Counted, Scope, Snapshot, judged, query

BASIS = "successor"
MONTHS_BACK = 18
"""So far back, a course shows the reform of 01/7/2025 until the end of 2026."""


@dataclass(frozen=True)
class Unit:
    """What the wall is about: an area of several communes, or one commune."""

    code: str
    valid_from: date
    kind: str
    name: str
    short_name: str


@dataclass(frozen=True)
class Period:
    """The open report quarter; `cutoff` is the snapshot's today."""

    grain: str
    start: date
    cutoff: date
    is_open: bool
    name: str
    title: str


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

    unit: Unit
    period: Period
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
    def is_area(self) -> bool:
        """Whether the scene is about several communes."""
        return self.unit.kind == "area"

    def reading(self, indicator: str, otherwise: str = words.NO_DATA) -> Reading:
        """An indicator of the whole unit."""
        return find(self.among, indicator, self.unit.code, otherwise=otherwise)

    def part_readings(self, indicator: str) -> tuple[Reading, ...]:
        """An indicator of each part; a commune of which nothing is known stands with words."""
        return tuple(replace(find(self.among, indicator, code), unit_name=name) for code, name in self.parts.items())


def read_facts(snapshot: Snapshot, unit_code: str) -> Facts | None:
    """The facts of a unit; None where the snapshot has no open report quarter or no such unit today."""
    reading = _Reading(snapshot.id)
    period, unit = reading.period(), reading.unit(unit_code)
    if period is None or unit is None:
        return None
    frame = reading.indicators(unit, period)
    among, communes = readings(frame), reading.communes(unit)
    minimum = reading.minimum_n("on_time_share")
    agencies = tuple(frame[frame["unit_kind"] == "agency"]["unit_code"].unique())
    judged_agencies = [each for each in among if each.indicator == "on_time_share" and each.unit_code in agencies]
    before = reading.closed(period)
    return Facts(
        unit=unit,
        period=period,
        among=among,
        parts=_names(communes) if unit.kind == "area" else {each.unit_code: each.unit_name for each in judged_agencies},
        agencies=agencies,
        against_year_before=reading.against_year_before(unit, period, find(among, "dossiers_received", unit.code)),
        portal_note=reading.portal_note(unit, period),
        overdue=banded(reading.overdue_days(unit, period)),
        slowest=reading.slowest(unit, period, minimum),
        minimum_n=minimum,
        course=reading.course(unit, period),
        centres=tuple(Centre(*row) for row in communes[["unit_code", "latitude", "longitude"]].itertuples(index=False)),
        before=before,
        returned_before=reading.returned(unit, period.grain, before) if before else (),
    )


def _names(communes: pd.DataFrame) -> Mapping[str, str]:
    return dict(communes[["unit_code", "short_name_vi"]].itertuples(index=False, name=None))


@dataclass(frozen=True)
class _Reading:
    """The wall's queries on one snapshot."""

    snapshot: str

    def ask(self, name: str, **given: Any) -> pd.DataFrame:
        return query(f"wall/{name}", scope=Scope.everything(), snapshot=self.snapshot, **given)

    def rows(self, name: str, indicator: str, unit: Unit, start: date, cutoff: date) -> pd.DataFrame:
        counted = Counted(indicator, unit.code, unit.valid_from, BASIS, start, cutoff)
        return query(f"procedures/{name}", counted, scope=Scope.everything(), snapshot=self.snapshot)

    def period(self) -> Period | None:
        frame = self.ask("period")
        if frame.empty:
            return None
        row = frame.iloc[0]
        start, end, cutoff = (row[name].date() for name in ("period_start", "period_end", "cutoff_date"))
        is_open = bool(row["is_open"])
        title = words.period(row["name_vi"], start, end, is_open)
        return Period(row["grain"], start, cutoff, is_open, row["name_vi"], title)

    def unit(self, code: str) -> Unit | None:
        frame = self.ask("unit", unit=code)
        if frame.empty:
            return None
        row = frame.iloc[0]
        return Unit(code, row["valid_from"].date(), row["unit_kind"], row["name_vi"], row["short_name_vi"])

    def indicators(self, unit: Unit, period: Period) -> pd.DataFrame:
        return self.ask(
            "indicators", unit=unit.code, unit_from=unit.valid_from, grain=period.grain, period_start=period.start
        )

    def minimum_n(self, indicator: str) -> int:
        return int(self.ask("minimum", indicator=indicator).iloc[0]["minimum_n"])

    def closed(self, period: Period) -> Closed | None:
        frame = self.ask("closed_period", grain=period.grain, before=period.start)
        return None if frame.empty else Closed(frame.iloc[0]["period_start"].date(), frame.iloc[0]["name_vi"])

    def returned(self, unit: Unit, grain: str, period: Closed) -> tuple[Reading, ...]:
        frame = self.ask(
            "returned_shares", unit=unit.code, unit_from=unit.valid_from, grain=grain, period_start=period.start
        )
        return readings(frame)

    def communes(self, unit: Unit) -> pd.DataFrame:
        return self.ask("communes", unit=unit.code)

    def against_year_before(self, unit: Unit, period: Period, received: Reading) -> str:
        if received.value is None:
            return ""
        start = words.year_before(period.start)
        row = self.rows("received", "dossiers_received", unit, start, words.year_before(period.cutoff)).iloc[0]
        first = None if pd.isna(row["first_date"]) else row["first_date"].date()
        return against_year_before(int(received.value), int(row["received"]), first, start)

    def overdue_days(self, unit: Unit, period: Period) -> pd.DataFrame:
        counted = Counted("overdue_open", unit.code, unit.valid_from, BASIS, period.start, period.cutoff)
        return query("procedures/overdue_days", counted, scope=Scope.everything(), snapshot=self.snapshot)

    def portal_note(self, unit: Unit, period: Period) -> str:
        month = period.cutoff.replace(day=1)
        row = self.ask("portal_difference", unit=unit.code, unit_from=unit.valid_from, month_start=month).iloc[0]
        return figures.portal_note(int(row["difference"]), month)

    def slowest(self, unit: Unit, period: Period, minimum_n: int) -> tuple[figures.Place, ...]:
        counted = Counted("on_time_share", unit.code, unit.valid_from, BASIS, period.start, period.cutoff)
        frame = judged("wall/agency_fields", counted, scope=Scope.everything(), snapshot=self.snapshot)
        return figures.slowest(frame, minimum_n)

    def course(self, unit: Unit, period: Period) -> Course:
        month = period.cutoff.replace(day=1)
        first = (pd.Timestamp(month) - pd.DateOffset(months=MONTHS_BACK)).date()
        frame = self.ask("months", unit=unit.code, unit_from=unit.valid_from, from_date=first, until_date=period.cutoff)
        return figures.course(frame)

"""Everything that one scene says, read from one snapshot at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.components.course import Course
from dashboards.geometry import Centre
from dashboards.readings import Reading, find, readings
from dashboards.screens.wall import figures
from warehouse.reader import Counted, Scope, Snapshot, judged, query

BASIS = "successor"
MONTHS_BACK = 12


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
class Facts:
    """A scene's numbers. `parts` are the units that it is divided by: communes of an area, agencies of a commune."""

    unit: Unit
    period: Period
    among: tuple[Reading, ...]
    parts: tuple[str, ...]
    agencies: tuple[str, ...]
    against_year_before: str
    portal_note: str
    overdue: figures.Bands
    slowest: tuple[figures.Place, ...]
    minimum_n: int
    course: Course
    centres: tuple[Centre, ...]

    @property
    def is_area(self) -> bool:
        """Whether the scene is about several communes."""
        return self.unit.kind == "area"

    def reading(self, indicator: str, otherwise: str = words.NO_DATA) -> Reading:
        """An indicator of the whole unit."""
        return find(self.among, indicator, self.unit.code, otherwise=otherwise)


def read_facts(snapshot: Snapshot, unit_code: str) -> Facts | None:
    """The facts of a unit; None where the snapshot has no open report quarter or no such unit today."""
    reading = _Reading(snapshot.id)
    period, unit = reading.period(), reading.unit(unit_code)
    if period is None or unit is None:
        return None
    frame = reading.indicators(unit, period)
    among = readings(frame)
    centres = reading.centres(unit)
    minimum = int(frame[frame["indicator"] == "on_time_share"]["minimum_n"].max())
    agencies = tuple(frame[frame["unit_kind"] == "agency"]["unit_code"].unique())
    parts = tuple(frame[frame["unit_kind"] == "commune"]["unit_code"].unique()) if unit.kind == "area" else agencies
    return Facts(
        unit=unit,
        period=period,
        among=among,
        parts=parts,
        agencies=agencies,
        against_year_before=reading.against_year_before(unit, period, find(among, "dossiers_received", unit.code)),
        portal_note=reading.portal_note(unit, period),
        overdue=figures.bands(reading.rows("overdue_bands", "overdue_open", unit, period.start, period.cutoff)),
        slowest=reading.slowest(unit, period, minimum),
        minimum_n=minimum,
        course=reading.course(unit, period),
        centres=centres,
    )


@dataclass(frozen=True)
class _Reading:
    """The wall's queries on one snapshot."""

    snapshot: str

    def ask(self, name: str, **given: Any) -> pd.DataFrame:
        return query(f"wall/{name}", scope=Scope.everything(), snapshot=self.snapshot, **given)

    def rows(self, name: str, indicator: str, unit: Unit, start: date, cutoff: date) -> pd.DataFrame:
        counted = Counted(indicator, unit.code, unit.valid_from, BASIS, start, cutoff)
        return query(f"wall/{name}", counted, scope=Scope.everything(), snapshot=self.snapshot)

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

    def centres(self, unit: Unit) -> tuple[Centre, ...]:
        rows = self.ask("communes", unit=unit.code)[["unit_code", "latitude", "longitude"]]
        return tuple(Centre(*row) for row in rows.itertuples(index=False, name=None))

    def against_year_before(self, unit: Unit, period: Period, received: Reading) -> str:
        start = year_before(period.start)
        row = self.rows("received", "dossiers_received", unit, start, year_before(period.cutoff)).iloc[0]
        first = None if pd.isna(row["first_date"]) else row["first_date"].date()
        return figures.against_year_before(int(received.value or 0), int(row["received"]), first, start)

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


def year_before(day: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)

"""Which unit and which period an address means, found in one snapshot: the same for every page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

import pandas as pd

from config import clock
from dashboards import words
from dashboards.address import OVERLAPPING, Address
from dashboards.messages import _
from dashboards.refusal import Refusal
from warehouse.reader import Counted, Scope, Snapshot, SnapshotMissing, current, kept_snapshot, query

SCOPE = Scope.everything()
View = TypeVar("View", bound=Address)
Seen = TypeVar("Seen", bound=Address, covariant=True)
NOTHING_YET = _(
    "The server has not pulled anything yet. The administrator runs the command below; then load the page again."
)


@dataclass(frozen=True)
class Unit:
    """A unit of one time: five codes stand for two units, so the day it began belongs to its name."""

    code: str
    valid_from: date
    valid_to: date | None
    kind: str
    name: str
    short_name: str
    parent_code: str | None
    parent_from: date | None
    latitude: float | None = None
    longitude: float | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit existed on that day, its first and last included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Period:
    """A period as marts.period has it; `cutoff` is its last day, or today's date while it is open.

    `name` is what it is called, `title` its name with its days.
    """

    grain: str
    start: date
    end: date
    cutoff: date
    is_open: bool
    title: str
    name: str = ""

    @property
    def named(self) -> dict[str, str]:
        """What an address says to mean this period."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat() if self.grain in OVERLAPPING else ""}


@dataclass(frozen=True)
class Place(Generic[Seen]):
    """Everything a page needs to ask its questions: one snapshot, one unit, one period; `view` is what it was asked."""

    view: Seen
    snapshot: Snapshot
    unit: Unit
    units: tuple[Unit, ...]
    period: Period
    periods: tuple[Period, ...]

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters that say which unit, for queries."""
        return {"basis": self.view.basis, "unit": self.unit.code, "unit_from": self.unit.valid_from}

    @property
    def is_past(self) -> bool:
        """Whether an earlier snapshot was asked for than the one served now."""
        return bool(self.view.snapshot)

    @property
    def pinned(self) -> Seen:
        """The view with its period by name: a newer snapshot may begin another."""
        return replace(self.view, **self.period.named)

    @property
    def line(self) -> tuple[Unit, ...]:
        """The unit and those above it, from the area down."""
        units = {(unit.code, unit.valid_from): unit for unit in self.units}
        line: list[Unit] = []
        at: Unit | None = self.unit
        while at is not None:
            line.insert(0, at)
            at = units.get((at.parent_code, at.parent_from)) if at.parent_code and at.parent_from else None
        return tuple(line)

    def on(self, **changes: str) -> "Place[Seen]":
        """The same place with some values of its address changed."""
        return replace(self, view=replace(self.view, **changes))

    def before(self) -> "Place[Seen] | None":
        """The same place in the period before; None where there is none."""
        older = self.periods[self.periods.index(self.period) + 1 :]
        return replace(self, period=older[0]) if older else None

    def counted(self, indicator: str) -> Counted:
        """The rows of an indicator here."""
        return Counted(
            indicator, self.unit.code, self.unit.valid_from, self.view.basis, self.period.start, self.period.cutoff,
            self.view.only,
        )  # fmt: skip


def snapshot_of(view: Address) -> Snapshot:
    """The snapshot for one page view: the kept one that the address names, else the one served now.

    Raises `Refusal` before the first publication, and for one that is not kept.
    """
    if view.snapshot:
        try:
            return kept_snapshot(view.snapshot)
        except SnapshotMissing as missing:
            what = _("The snapshot {id} is not kept any more", id=view.snapshot)
            raise Refusal(what, _("Look at today's snapshot."), link=view.link(snapshot="")) from missing
    snapshot = current()
    if snapshot is None:
        raise Refusal(words.NO_DATA, NOTHING_YET, command="ioc up --once")
    return snapshot


def find_place(view: View) -> Place[View]:
    """The unit and period of an address. Raises `Refusal` naming the part that the snapshot does not have."""
    snapshot = snapshot_of(view)
    units = read_units(query("units", scope=SCOPE, snapshot=snapshot.id))
    unit = choose_unit(units, view)
    frame = query(
        "periods", scope=SCOPE, snapshot=snapshot.id, basis=view.basis, grain=view.grain, unit=unit.code,
        unit_from=unit.valid_from, indicators=list(view.COUNTED),
    )  # fmt: skip
    periods = read_periods(frame)
    return Place(view, snapshot, unit, units, choose_period(periods, unit, view), periods)


def read_units(frame: pd.DataFrame) -> tuple[Unit, ...]:
    """The rows of queries/units."""
    return tuple(
        Unit(
            code=row["unit_code"],
            valid_from=day_of(row["valid_from"]),
            valid_to=None if pd.isna(row["valid_to"]) else day_of(row["valid_to"]),
            kind=row["unit_kind"],
            name=row["name_vi"],
            short_name=row["short_name_vi"],
            parent_code=None if pd.isna(row["parent_code"]) else row["parent_code"],
            parent_from=None if pd.isna(row["parent_from"]) else day_of(row["parent_from"]),
            latitude=None if pd.isna(row["latitude"]) else float(row["latitude"]),
            longitude=None if pd.isna(row["longitude"]) else float(row["longitude"]),
        )
        for row in frame.to_dict("records")
    )


def communes(place: Place[Address]) -> tuple[Unit, ...]:
    """Today's communes of an area, in order of code; none for a commune."""
    return tuple(
        sorted(
            (
                each
                for each in place.units
                if (each.kind, each.parent_code, each.valid_to) == ("commune", place.unit.code, None)
            ),
            key=lambda each: each.code,
        )
    )


def commune_names(place: Place[Address]) -> dict[str, str]:
    """{code: name} of today's communes of an area; none for a commune."""
    return {each.code: each.short_name for each in communes(place)}


def read_periods(frame: pd.DataFrame) -> tuple[Period, ...]:
    """The rows of queries/periods in their order, or of any that name a period as that does."""
    return tuple(_period(row) for row in frame.to_dict("records"))


def choose_unit(units: Iterable[Unit], view: Address) -> Unit:
    """The unit of the address on the day its period begins; without one, the newest of that code."""
    same = [unit for unit in units if unit.code == view.unit]
    if not same:
        raise Refusal(
            _("There is no unit with the code {code}", code=view.unit),
            _("Choose another unit."),
            link=type(view)().link(),
        )
    if view.basis == "successor":
        same = [unit for unit in same if unit.valid_to is None or unit.kind == "agency"]
        if not same:
            what = _("The unit {code} exists in the reading of former units only", code=view.unit)
            raise Refusal(what, _("Look at the 22 former units."), link=view.link(basis="own", start="", end=""))
    start = view.start_date
    then = [unit for unit in same if view.basis == "own" and start and unit.is_valid_on(start)]
    return then[0] if then else max(same, key=lambda unit: unit.valid_from)


def choose_period(periods: tuple[Period, ...], unit: Unit, view: Address) -> Period:
    """The period that begins on the address's day; without one, the newest. Raises `Refusal` where there is none."""
    grain = view.GRAINS[view.grain].lower()
    if not periods:
        what = _("{unit} has no figures by {grain}", unit=unit.name, grain=grain)
        raise Refusal(what, _("Choose another kind of period or another unit."), link=type(view)().link())
    if not view.start:
        return periods[0]
    begun = (period for period in periods if period.start == view.start_date)
    found = next((period for period in begun if not view.end or period.end == view.end_date), None)
    if found is None:
        day = words.day(view.start_date or date.min)
        what = _("{unit} has no {grain} that begins on {day}", unit=unit.name, grain=grain, day=day)
        newest = view.elsewhere(view.unit, start="", end="")
        raise Refusal(what, _("Look at the newest period of this unit."), link=newest)
    return found


def day_of(value: object) -> date:
    """A date from a frame, which holds it as a timestamp at midnight."""
    return pd.Timestamp(value).date()  # type: ignore[arg-type]


def _period(row: dict[object, object]) -> Period:
    start, end = day_of(row["period_start"]), day_of(row["period_end"])
    is_open = bool(row["is_open"])
    name, cutoff = str(row["name_vi"]), day_of(row["cutoff_date"])
    title = words.period(name, start, end, is_open, past(cutoff))
    return Period(str(row["grain"]), start, end, cutoff, is_open, title, name)


def past(reached: date) -> date | None:
    """The day that figures reach, where that is no more today; None while it is."""
    return reached if reached < clock.today() else None

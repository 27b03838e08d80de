"""Where a unit of today stands in the period that is open: what a wall and the first page are of."""

from dataclasses import replace
from typing import TypeVar

from dashboards.address import Address
from dashboards.messages import _
from dashboards.place import SCOPE, Period, Place, read_periods, read_units
from warehouse.reader import Snapshot, query

View = TypeVar("View", bound=Address)
NO_UNIT = _("The snapshot does not know the unit {unit}.")
ENDED = _("The unit {code} exists in the reading of former units only")
NO_PERIOD = _("The snapshot has no open report period for the unit {unit}.")


class NothingToShow(Exception):
    """A snapshot lacks what the unit and its open period are found by; says which, in the user's language."""


class NoOpenPeriod(NothingToShow):
    """Whichever unit is asked for: the period is what the snapshot lacks."""


def find_today(view: View, snapshot: Snapshot) -> Place[View]:
    """The unit of the address as it is today, in the open report quarter. Raises `NothingToShow`."""
    units = read_units(query("units", scope=SCOPE, snapshot=snapshot.id))
    periods = _open_periods(snapshot, "report_quarter")
    named = [each for each in units if each.code == view.unit]
    unit = next((each for each in named if each.valid_to is None), None)
    if unit is None:
        raise NothingToShow(ENDED.format(code=view.unit) if named else NO_UNIT.format(unit=view.unit))
    if not periods:
        raise NoOpenPeriod(NO_PERIOD.format(unit=view.unit))
    return Place(view, snapshot, unit, units, periods[0], periods)


def in_open_period(place: Place[Address], grain: str) -> Place[Address]:
    """The same unit in the open period of another kind; as it is where the snapshot has none."""
    periods = _open_periods(place.snapshot, grain)
    return in_period(place, periods[0]) if periods else place


def in_period(place: Place[Address], period: Period) -> Place[Address]:
    """The same unit in another period, also of another kind."""
    return replace(place, view=replace(place.view, grain=period.grain), period=period, periods=(period,))


def _open_periods(snapshot: Snapshot, grain: str) -> tuple[Period, ...]:
    return read_periods(query("open_period", scope=SCOPE, snapshot=snapshot.id, grain=grain))

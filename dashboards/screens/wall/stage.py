"""Where a wall stands: its unit in the open report quarter, and the communes of its area, of one snapshot."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from dashboards.address import Address
from dashboards.geometry import Centre
from dashboards.messages import _
from dashboards.place import SCOPE, Period, Place, Unit, read_periods, read_units
from warehouse.reader import Counted, Snapshot, judged, query

NO_UNIT = _("The snapshot does not know the unit {unit}.")
NO_PERIOD = _("The snapshot has no open report period for the unit {unit}.")


class NothingToShow(Exception):
    """A snapshot lacks what the wall's unit and period are found by; says which, in the user's language."""


def find_stage(snapshot: Snapshot, unit_code: str) -> Place[Address]:
    """The unit as it is today, in the open report quarter. Raises `NothingToShow` where the snapshot lacks one."""
    units = read_units(query("units", scope=SCOPE, snapshot=snapshot.id))
    periods = _open_periods(snapshot, "report_quarter")
    unit = next((each for each in units if each.code == unit_code and each.valid_to is None), None)
    if unit is None:
        raise NothingToShow(NO_UNIT.format(unit=unit_code))
    if not periods:
        raise NothingToShow(NO_PERIOD.format(unit=unit_code))
    return Place(Address(unit=unit_code), snapshot, unit, units, periods[0], periods)


def in_open_period(place: Place[Address], grain: str) -> Place[Address]:
    """The same unit in the open period of another kind; as it is where the snapshot has none."""
    periods = _open_periods(place.snapshot, grain)
    return in_period(place, periods[0]) if periods else place


def _open_periods(snapshot: Snapshot, grain: str) -> tuple[Period, ...]:
    return read_periods(query("wall/period", scope=SCOPE, snapshot=snapshot.id, grain=grain))


def in_period(place: Place[Address], period: Period) -> Place[Address]:
    """The same unit in another period, also of another kind."""
    return replace(place, view=replace(place.view, grain=period.grain), period=period, periods=(period,))


def centres(among: tuple[Unit, ...]) -> tuple[Centre, ...]:
    """Where units lie, for a map; those whose place is not known are left out."""
    return tuple(
        Centre(each.code, each.latitude, each.longitude)
        for each in among
        if each.latitude is not None and each.longitude is not None
    )


def ask(place: Place[Address], name: str, counted: Counted | None = None, /, **given: Any) -> pd.DataFrame:
    """The rows of a query in the scene's snapshot; those that `counted` counts where it is given."""
    return query(name, *([counted] if counted else []), scope=SCOPE, snapshot=place.snapshot.id, **given)


def ask_judged(place: Place[Address], name: str, counted: Counted, /, **given: Any) -> pd.DataFrame:
    """The groups of a query over what `counted` counts, each judged as the unit itself is."""
    return judged(name, counted, scope=SCOPE, snapshot=place.snapshot.id, **given)


def its_unit(place: Place[Address]) -> dict[str, Any]:
    """The parameters of a query that say which unit, whatever the reading."""
    return {"unit": place.unit.code, "unit_from": place.unit.valid_from}


def month_before(place: Place[Address], months: int) -> date:
    """The first day of the month so many months before today's."""
    return (pd.Timestamp(place.period.cutoff.replace(day=1)) - pd.DateOffset(months=months)).date()


def all_values(place: Place[Address]) -> pd.DataFrame:
    """The rows of queries/indicators: every indicator of the unit, its communes and what those are divided into."""
    period = place.period
    days = {"grain": period.grain, "period_start": period.start, "period_end": period.end}
    return ask(place, "wall/indicators", **days, **its_unit(place))


def minimum_n(place: Place[Address], indicator: str) -> int:
    """The smallest sample of an indicator that is shown as a number."""
    return int(ask(place, "wall/minimum", indicator=indicator).iloc[0]["minimum_n"])

"""Where a wall stands: its unit in the open report quarter, and what it asks of one snapshot."""

from datetime import date
from typing import Any

import pandas as pd

from dashboards.address import Address
from dashboards.geometry import Centre
from dashboards.open_period import find_today
from dashboards.place import SCOPE, Place, Unit
from warehouse.reader import Counted, Snapshot, judged, query


def find_stage(snapshot: Snapshot, unit_code: str) -> Place[Address]:
    """The unit of a wall. Raises `NothingToShow` where the snapshot lacks it or its open report quarter."""
    return find_today(Address(unit=unit_code), snapshot)


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

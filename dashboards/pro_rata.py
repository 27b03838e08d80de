"""A target that is meant for the end of a year, on a day before that: the same line on the wall and on the pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from dashboards.place import SCOPE, Place, day_of
from warehouse.reader import query


def reached(place: Place[Any]) -> date:
    """Up to which day anything is asked: the last of which anything is known, in the place's period."""
    return _day(place, "reached_date") or place.period.cutoff


def own_reached(place: Place[Any]) -> date | None:
    """Up to which day anything is known of the unit itself; as of all units where it owes no records, and None where
    none of those it owes has come."""
    return _day(place, "own_date")


def _day(place: Place[Any], column: str) -> date | None:
    asked = {"cutoff": place.period.cutoff, **place.asked}
    found = query("reached", scope=SCOPE, snapshot=place.snapshot.id, **asked).iloc[0][column]
    return None if pd.isna(found) else day_of(found)


def expected(target: float | Decimal, day: date, year: int) -> Decimal:
    """The part of a year's target that falls to its days up to `day`, itself included."""
    passed = max((day - date(year, 1, 1)).days + 1, 0)
    return Decimal(str(target)) * passed / date(year, 12, 31).timetuple().tm_yday

"""The same days a year before, as the wall and the pages compare with them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from warehouse.reader import Counted, query

A_DAY = timedelta(days=1)
KNOWN_WITHIN = timedelta(days=5)


def received_against_year_before(place: Place[Any]) -> str:
    """How many more or fewer dossiers came in than in the same days a year before.

    Of a period that is open those days are compared that are over, up to the last of which anything is known; nothing
    is said before there is one. A year that is known only from the middle of those days is no year to compare with.
    """
    period, rows = place.period, place.counted("dossiers_received")
    until = period.cutoff - A_DAY if period.is_open else period.cutoff
    now = _counted(place, replace(rows, cutoff=until))
    if period.is_open:
        if pd.isna(now["last_date"]):
            return ""
        until = day_of(now["last_date"])
    start = day_year_before(period.start)
    before = _counted(place, replace(rows, start=start, cutoff=day_year_before(until)))
    if pd.isna(before["first_date"]) or day_of(before["first_date"]) > start + KNOWN_WITHIN:
        return words.NO_EARLIER_PERIOD
    moved = words.capital(words.difference(int(now["received"]), int(before["received"])))
    said = _("{moved} on the same days last year", moved=moved)
    return _("{said}, up to {day}", said=said, day=words.short_day(until)) if period.is_open else said


def day_year_before(value: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    day = 28 if (value.month, value.day) == (2, 29) else value.day
    return value.replace(year=value.year - 1, day=day)


def _counted(place: Place[Any], rows: Counted) -> Mapping[Any, Any]:
    frame = query("received", rows, scope=SCOPE, snapshot=place.snapshot.id)
    return frame.to_dict("records")[0]

"""The same days a year before, as the wall and the pages compare with them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from config.calendar import is_working_day
from dashboards import words
from dashboards.components.break_mark import BOUNDARY_CHANGE
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from warehouse.reader import query

A_DAY = timedelta(days=1)
KNOWN_WITHIN = timedelta(days=5)


def received_against_year_before(place: Place[Any]) -> str:
    """How many more or fewer dossiers came in than in the same period a year before.

    Of a period that is open as many working days are compared as are over, up to the last of which anything is known:
    the same dates hold other weekends, and Tết in another month. Nothing is said before there is one, and of units
    whose boundaries changed in between only that they did. A year of which the first days are not known is no year to
    compare with.
    """
    period, start = place.period, day_year_before(place.period.start)
    spans = _working_spans(place) if period.is_open else [(period.cutoff, day_year_before(period.cutoff))]
    if not spans:
        return ""
    until, until_before = spans[-1]
    first = _counted(place, date.min, until)["first_date"]
    if pd.isna(first) or day_of(first) > start + KNOWN_WITHIN:
        return words.NO_EARLIER_PERIOD
    if start < BOUNDARY_CHANGE <= until:
        return words.BOUNDARY_BREAK
    now, before = (int(_counted(place, *days)["received"]) for days in ((period.start, until), (start, until_before)))
    moved = words.capital(words.difference(now, before))
    if not period.is_open:
        return _("{moved} on the same days last year", moved=moved)
    said = _("{moved} on last year after {days} working days", moved=moved, days=words.number(len(spans)))
    waits = any(_working_days(until + A_DAY, period.cutoff - A_DAY))
    return said + _(" (up to {day})", day=words.short_day(until)) if waits else said


def _working_spans(place: Place[Any]) -> list[tuple[date, date]]:
    """The working days that are over and known, each with the one a year before that has as many before it."""
    period = place.period
    last = _counted(place, period.start, period.cutoff - A_DAY)["last_date"]
    if pd.isna(last):
        return []
    before = _working_days(day_year_before(period.start), day_year_before(period.end))
    return list(zip(_working_days(period.start, day_of(last)), before, strict=False))


def _working_days(first: date, last: date) -> Iterator[date]:
    days = (first + A_DAY * at for at in range((last - first).days + 1))
    return (day for day in days if is_working_day(day))


def day_year_before(value: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    day = 28 if (value.month, value.day) == (2, 29) else value.day
    return value.replace(year=value.year - 1, day=day)


def _counted(place: Place[Any], start: date, cutoff: date) -> Mapping[Any, Any]:
    """What came in from one day to another, both among them."""
    rows = replace(place.counted("dossiers_received"), start=start, cutoff=cutoff)
    frame = query("received", rows, scope=SCOPE, snapshot=place.snapshot.id)
    return frame.to_dict("records")[0]

"""Office hours of the invented district: everything an official does falls into them, so lives are laid out in them.

A *position* counts working seconds since the first working day of the calendar: 27,000 of them make a working day.
Adding whole days to a position moves it by whole working days, over weekends, holidays and swapped Saturdays.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Booleans: TypeAlias = npt.NDArray[np.bool_]

UTC_OFFSET = 7 * 3600
DAY = 86_400
WORKING_DAY = 27_000
MORNING_START, MORNING = 27_000, 14_400
AFTERNOON_START = 48_600
CLOSING = 61_200
FIRST, LAST = date(2024, 1, 1), date(2035, 12, 31)
LUNAR_NEW_YEAR = "Tết Nguyên đán"


def epoch_day(day: date) -> int:
    """Days since 1970-01-01, the form in which all arrays hold Vietnamese dates."""
    return (day - date(1970, 1, 1)).days


def local_day(instants: Integers) -> Integers:
    """Vietnamese dates (epoch days) of instants (epoch seconds)."""
    return (instants + UTC_OFFSET) // DAY


def instant(days: Integers, seconds: Integers | int) -> Integers:
    """Instants (epoch seconds) of Vietnamese dates (epoch days) and seconds since Vietnamese midnight."""
    return days * DAY + seconds - UTC_OFFSET


@dataclass(frozen=True)
class WorkingTime:
    """Working days between 2024 and 2035; arrays over those days, dates as epoch days."""

    first: int
    is_working: Booleans
    is_holiday: Booleans
    is_lunar_new_year: Booleans
    next_number: Integers
    days: Integers

    def working(self, days: Integers) -> Booleans:
        """Whether each date is a working day."""
        return self.is_working[days - self.first]

    def number(self, days: Integers) -> Integers:
        """Running number of each date, or of the next working day where it is a day off."""
        return self.next_number[days - self.first]

    def day(self, numbers: Integers) -> Integers:
        """Date of each working-day number."""
        return self.days[numbers]

    def position(self, instants: Integers) -> Integers:
        """Working position of each instant; outside office hours the next opening."""
        days = local_day(instants)
        seconds = (instants + UTC_OFFSET) % DAY
        morning = np.clip(seconds - MORNING_START, 0, MORNING)
        offset = morning + np.clip(seconds - AFTERNOON_START, 0, WORKING_DAY - MORNING)
        return self.number(days) * WORKING_DAY + np.where(self.working(days), offset, 0)

    def instant(self, positions: Integers) -> Integers:
        """Instant (epoch seconds) of each working position."""
        offset = positions % WORKING_DAY
        start = np.where(offset < MORNING, MORNING_START, AFTERNOON_START - MORNING)
        return instant(self.days[positions // WORKING_DAY], start + offset)


@lru_cache(maxsize=1)
def working_time() -> WorkingTime:
    """The district's working time, from config/calendar.csv; weekends alone beyond the years written there."""
    first, last = epoch_day(FIRST), epoch_day(LAST)
    days = np.arange(first, last + 1)
    with files("config").joinpath("calendar.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    holiday = _marked(days, (row["date"] for row in rows if row["kind"] == "holiday"))
    swapped = _marked(days, (row["date"] for row in rows if row["kind"] == "working"))
    lunar = _marked(days, (row["date"] for row in rows if row["name_vi"] == LUNAR_NEW_YEAR))
    weekend = (days + 3) % 7 >= 5
    is_working = (~weekend & ~holiday) | swapped
    number: Integers = np.cumsum(is_working) - is_working
    return WorkingTime(first, is_working, holiday, _stretches(is_working, lunar), number, days[is_working])


def _marked(days: Integers, texts: Iterable[str]) -> Booleans:
    return np.isin(days, [epoch_day(date.fromisoformat(text)) for text in texts])


def _stretches(is_working: Booleans, lunar: Booleans) -> Booleans:
    """Days off that hang together with a lunar new year holiday, the weekends on both sides included."""
    run = np.cumsum(is_working)
    return ~is_working & np.isin(run, run[lunar])

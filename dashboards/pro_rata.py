"""A target that is meant for the end of a year, on a day before that: the same line on the wall and on the pages."""

from datetime import date
from decimal import Decimal


def expected(target: float | Decimal, day: date) -> Decimal:
    """The part of a year's target that falls to the days up to `day`, itself included."""
    return Decimal(str(target)) * day.timetuple().tm_yday / date(day.year, 12, 31).timetuple().tm_yday

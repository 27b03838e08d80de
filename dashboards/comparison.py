"""The same days a year before, as the wall and the pages compare with them."""

from datetime import date, timedelta

from dashboards import words
from dashboards.messages import _

KNOWN_WITHIN = timedelta(days=5)


def against_year_before(received: int, before: int, first_date: date | None, start: date) -> str:
    """How many more or fewer than in the same days a year before, which began on `start`.

    A year that is known only from the middle of those days is no year to compare with.
    """
    if first_date is None or first_date > start + KNOWN_WITHIN:
        return words.NO_EARLIER_PERIOD
    return _("{moved} on the same days last year", moved=words.capital(words.difference(received, before)))


def day_year_before(value: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    day = 28 if (value.month, value.day) == (2, 29) else value.day
    return value.replace(year=value.year - 1, day=day)

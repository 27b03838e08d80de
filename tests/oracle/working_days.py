"""Working days counted from calendar.csv alone: how far apart two dates are for whoever keeps office hours."""

from pathlib import Path

import pandas


class WorkingDays:
    """Weekdays that are no holiday, and the Saturdays that were swapped for one, as `calendar.csv` names them."""

    def __init__(self, calendar: Path) -> None:
        named = pandas.read_csv(calendar, parse_dates=["date"]).set_index("date")["kind"]
        days = pandas.date_range("2024-01-01", "2028-12-31")
        is_working = pandas.Series(days.day_of_week < 5, index=days)
        is_working[named.index[named == "holiday"]] = False
        is_working[named.index[named == "working"]] = True
        self._number = is_working.cumsum()

    def up_to(self, dates: pandas.Series) -> pandas.Series:
        """The number of working days up to and including each date, counted from an arbitrary start; NA where no date.

        The difference of two is how many working days lie after the earlier date, up to and including the later one.
        """
        return dates.map(self._number).astype("Int64")

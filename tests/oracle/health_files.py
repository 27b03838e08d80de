"""Whether every file has come that tells of a unit's week: a zero is one only then."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from tests.oracle.health_places import Places, Unit

NIGHTLY_FROM = date(2026, 1, 1)


class Files:
    """The whole files of visits that came, by who sent them and the last day that they tell of."""

    def __init__(self, came: Iterable[tuple[str, date]], places: Places) -> None:
        self._came, self._places = set(came), places
        self._newest = max(day for _, day in self._came)
        self._known: dict[tuple[Unit, date], set[tuple[str, date]]] = {}

    def is_complete(self, unit: Unit, monday: date) -> bool:
        """Whether any file of a unit's week is due, and all of them came."""
        due = self._due(unit, monday)
        return bool(due) and due <= self._came

    def is_up_to_date(self, unit: Unit, monday: date) -> bool:
        """Whether some file of a unit's week came, and those that did not tell of days of which nobody has sent any."""
        due = self._due(unit, monday)
        return bool(due & self._came) and all(day > self._newest for _, day in due - self._came)

    def _due(self, unit: Unit, monday: date) -> set[tuple[str, date]]:
        if (unit, monday) not in self._known:
            facilities = [
                each
                for each in self._places.of_level("facility")
                if self._places.sends(each) and unit.era in self._places.reached(each)
            ]
            days = [monday + timedelta(days=number) for number in range(7)]
            self._known[unit, monday] = {
                (self._places.station(each), _told_until(day))
                for each in facilities
                for day in days
                if each.first <= day <= each.last
            }
        return self._known[unit, monday]


def _told_until(day: date) -> date:
    """The last day of the file that tells of a day: of its month until the stations were joined, since then its own."""
    return day if day >= NIGHTLY_FROM else day.replace(day=monthrange(day.year, day.month)[1])

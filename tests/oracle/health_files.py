"""Whether every file has come that tells of a unit's week: a zero is one only then."""

from collections.abc import Iterable
from datetime import date, timedelta

from tests.oracle.health_places import Places, Unit

NIGHTLY_FROM = date(2026, 1, 1)


class Files:
    """The whole files of visits that came, by who sent them and the last day that they tell of."""

    def __init__(self, came: Iterable[tuple[str, date]], places: Places) -> None:
        self._came, self._places = set(came), places
        self._known: dict[tuple[Unit, date], bool] = {}

    def is_complete(self, unit: Unit, monday: date) -> bool:
        """Whether any file of a unit's week is due, and all of them came."""
        if (unit, monday) not in self._known:
            days = [monday + timedelta(days=number) for number in range(7)]
            due = {file for day in days for file in self._due(unit, day)}
            self._known[unit, monday] = bool(due) and due <= self._came
        return self._known[unit, monday]

    def _due(self, unit: Unit, day: date) -> Iterable[tuple[str, date]]:
        """The packages of a month until the stations were joined, and since then the files of a night."""
        last = day if day >= NIGHTLY_FROM else (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(1)
        for facility in self._places.of_level("facility"):
            stands = facility.first <= day <= facility.last and self._places.sends(facility)
            if stands and unit.era in self._places.reached(facility):
                yield self._places.station(facility), last

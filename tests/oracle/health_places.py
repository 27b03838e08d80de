"""Where somebody of health counts: at a facility, in a commune or in the area, by either reading of dated lists."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

ALWAYS = "2200-12-31"
LEVELS = ("area", "commune", "facility")


@dataclass(frozen=True, order=True)
class Era:
    """A unit for the days of one row of its list."""

    code: str
    first: date
    last: date
    level: str


class Unit(NamedTuple):
    """A unit as it is read: as of its own day, or as what follows old ones."""

    basis: str
    era: Era


class Places:
    """The lists of units and facilities."""

    def __init__(self, units: Path, facilities: Path) -> None:
        self._rows: dict[Era, Mapping[str, str]] = {}
        for row in _read(units):
            self._rows[_era(row, row["level"])] = row
        self._long = {}
        for row in _read(facilities):
            self._rows[_era(row, "facility")] = row
            self._long[row["code_13"]] = row["code"]
        self._heirs = {era: self._heir(era) for era in self._rows}
        self._reached: dict[Era, frozenset[Era]] = {}

    def place(self, facility_code: str, commune_code: str, day: date) -> Era | None:
        """Where somebody counts: at the facility if it is one of the commune that they live in, else in that commune;
        whoever lives elsewhere, in the area of the day.
        """
        commune, facility = self._commune(commune_code, day), self._facility(facility_code, day)
        if commune and facility and self._parent(facility) == commune:
            return facility
        return commune or next((era for era in self.of_level("area") if era.first <= day <= era.last), None)

    def units(self, place: Era, first: date, last: date) -> list[Unit]:
        """The units in which a place counts: those that stand for a whole period, and those of today."""
        reached = self.reached(place)
        own = [Unit("own", era) for era in reached if era.first <= first and last <= era.last]
        return own + [Unit("successor", era) for era in reached if not self._heirs[era]]

    def reached(self, era: Era) -> frozenset[Era]:
        """The unit itself, what it is in, and what follows these."""
        if era not in self._reached:
            nexts = [each for each in (self._parent(era), self._heirs[era]) if each]
            self._reached[era] = frozenset({era}.union(*(self.reached(each) for each in nexts)))
        return self._reached[era]

    def home(self, unit: Unit) -> Unit | None:
        """What a unit is a part of: as of its own day of the one that it leads to, that of the one around it."""
        if unit.basis == "successor" and unit.era.level == "area":
            return None
        level = unit.era.level if unit.basis == "own" else LEVELS[LEVELS.index(unit.era.level) - 1]
        found = [era for era in self.reached(unit.era) if era.level == level and not self._heirs[era]]
        return Unit("successor", found[0]) if found else None

    def all(self) -> list[Era]:
        """Every row, from the area to facilities."""
        return [era for level in LEVELS for era in self.of_level(level)]

    def of_level(self, level: str) -> list[Era]:
        """The rows of a level, in order."""
        return sorted(era for era in self._rows if era.level == level)

    def station(self, facility: Era) -> str:
        """Whose files tell of a facility: a sub-station's are those of its station."""
        row = self._rows[facility]
        return row["parent_code"] if row["kind"] == "sub_station" else facility.code

    def sends(self, facility: Era) -> bool:
        """Whether files are due of a facility: of none that belongs to no centre here."""
        row = self._rows[facility]
        return row["kind"] == "centre" or bool(row["parent_code"])

    def _commune(self, code: str, day: date) -> Era | None:
        """The commune behind a code that is told on a day; one that ended leads to what follows it."""
        known = [era for era in self._of(code, "commune") if era.first <= day]
        found = [era for era in self._line(known[-1]) if era.first <= day <= era.last] if known else []
        return found[0] if found else None

    def _facility(self, code: str, day: date) -> Era | None:
        """The facility behind either of its codes on a day; before it began it is the first of that code."""
        eras = self._of(self._long.get(code, code), "facility")
        known = [era for era in eras if era.first <= day]
        return known[-1] if known else next(iter(eras), None)

    def _of(self, code: str, level: str) -> list[Era]:
        return sorted(era for era in self._rows if era.code == code and era.level == level)

    def _line(self, era: Era | None) -> Iterator[Era]:
        while era:
            yield era
            era = self._heirs[era]

    def _parent(self, era: Era) -> Era | None:
        row = self._rows[era]
        code = row["unit_code"] if era.level == "facility" else row["parent_code"]
        return self._standing(code, era.first)

    def _heir(self, era: Era) -> Era | None:
        """What follows a unit that ended. Of a station that goes on under no code, the one of its commune."""
        row, after = self._rows[era], era.last + timedelta(days=1)
        if era.level != "facility":
            return self._standing(row["successor_code"], after)
        begun = [each for each in self._rows if each.level == "facility" and each.first == after]
        same = [each for each in begun if each.code == era.code]
        home = [each for each in begun if self._rows[each]["unit_code"] == row["unit_code"]]
        return next(iter(same or [each for each in home if self._rows[each]["kind"] == "station"]), None)

    def _standing(self, code: str, day: date) -> Era | None:
        found = [
            era for era in self._rows if era.code == code and era.level != "facility" and era.first <= day <= era.last
        ]
        return found[0] if found else None


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _era(row: Mapping[str, str], level: str) -> Era:
    first, last = (date.fromisoformat(row[name] or ALWAYS) for name in ("valid_from", "valid_to"))
    return Era(row["code"], first, last, level)

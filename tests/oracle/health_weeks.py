"""What is told of the persons seen with a watched disease in a week that is over, as of every time that it was told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pandas

from tests.oracle.health import DISEASES, first_seen, visits
from tests.oracle.health_files import Files
from tests.oracle.health_hidden import (
    ENDLESS,
    LEAST,
    ROOM,
    Part,
    Told,
    above,
    elsewhere,
    hidden,
    is_small,
    leaves_room,
    tens,
)
from tests.oracle.health_places import LEVELS, Era, Places, Unit

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# Before, what an old commune has more than its station would tell who of it was seen elsewhere.
FACILITIES_FROM = date(2025, 7, 1)
NOT_RECEIVED, TO_COME = (Told(state, None, None, is_rounded=False) for state in ("not_received", "to_come"))


class Seen(NamedTuple):
    """Somebody who is counted in a week at a place."""

    person: str
    monday: date
    place: Era


class Weeks:
    """Whoever was seen with one disease, known at their place since the pull that first told them there and that week.

    `pulls` are the visits that had landed by each pull, the newest one last.
    """

    def __init__(
        self, disease: str, pulls: Sequence[tuple[datetime, pandas.DataFrame]], places: Places, files: Files
    ) -> None:
        self._places, self._files = places, files
        since: dict[Seen, datetime] = {}
        for landed, rows in pulls:
            now = set(_seen(rows, DISEASES[disease], places))
            since = {each: since.get(each, landed) for each in now}
        self._known: dict[date, list[tuple[Era, datetime]]] = defaultdict(list)
        for each, landed in since.items():
            self._known[each.monday].append((each.place, landed))

    def count(self, monday: date, at: datetime | None = None) -> Counter[Unit]:
        """{unit: persons} of a week, now or of those who were known already at an instant."""
        found = Counter[Unit]()
        for place, since in self._known[monday]:
            if at is None or since <= at:
                found.update(_units(place, monday, self._places))
        return found

    def told(self, monday: date) -> dict[Unit, Told]:
        """What is told of every unit."""
        sizes: dict[Unit, set[int]] = defaultdict(set)
        for at in self._tellings(monday):
            count = self.count(monday, at)
            for unit in hidden(rooms(count, self._places), self._places):
                sizes[unit].add(count[unit])
        count, over = self.count(monday), above(sizes, self._places)
        units = {unit for place in self._places.all() for unit in _units(place, monday, self._places)}
        found = {}
        for unit in units:
            if count[unit] or self._files.is_complete(unit, monday):
                found[unit] = _told(count[unit], sizes.get(unit), is_above=unit in over)
            else:
                found[unit] = TO_COME if self._files.is_up_to_date(unit, monday) else NOT_RECEIVED
        return found

    def _tellings(self, monday: date) -> list[datetime]:
        """Midnight after a week, and each pull since that brought somebody of it."""
        midnight = datetime.combine(monday + timedelta(days=7), time(), VIETNAM)
        return [midnight, *sorted({since for _, since in self._known[monday] if since > midnight})]


def told_together(weeks: Sequence[Weeks], monday: date) -> dict[Unit, Told]:
    """What is told of all diseases together: nothing where anybody was seen, since each is told beside it."""
    some = {unit for each in weeks for unit in each.count(monday)}
    return weeks[0].told(monday) | dict.fromkeys(some, Told("suppressed", None, None, is_rounded=False))


def rooms(count: Mapping[Unit, int], places: Places) -> dict[Unit, Part]:
    """The units of a week by their persons, small where nine or fewer are, and where their parts leave no room.

    Parts are the units of the level below, and those as of their own day. Room is what a unit may be once it is hidden:
    one to nine below ten, else ten or more. Where some of its parts are small, it may be fewer by no more than they
    together; and one of ten or more may be more by no more than they together, or where they leave room by that alone.
    """
    found = {unit: _alone(number) for unit, number in count.items()}
    for level in reversed(LEVELS):
        for basis in ("own", "successor"):
            families: dict[Unit, list[Part]] = defaultdict(list)
            for unit in found:
                home = places.home(unit)
                if home in found and (unit.basis, unit.era.level) == (basis, level):
                    families[home].append(found[unit])
            found |= {home: _with_parts(found[home], family) for home, family in families.items()}
    return found


def _alone(number: int) -> Part:
    small = is_small(number)
    return Part((number,), number, small, LEAST - 1 - number if small else ENDLESS, number - (1 if small else LEAST))


def _with_parts(whole: Part, family: list[Part]) -> Part:
    left = elsewhere(family, whole)
    parts = family + ([left] if left else [])
    if not any(part.is_small for part in parts):
        return whole
    more, fewer = (sum(getattr(part, side) for part in parts) for side in ("more", "fewer"))
    has_room = len(parts) > 1 and leaves_room(parts)
    more = whole.more if whole.size < LEAST else min(whole.more, ROOM if has_room else more)
    return Part(whole.groups, whole.size, whole.is_small or not has_room, more, min(whole.fewer, fewer))


def _seen(rows: pandas.DataFrame, prefixes: tuple[str, ...], places: Places) -> Iterable[Seen]:
    for row in first_seen(visits(rows), prefixes).to_dict("records"):
        place = places.place(row["facility_code"], row["commune_code"], row["admitted_date"])
        if place:
            yield Seen(row["person"], row["monday"], place)


def _units(place: Era, monday: date, places: Places) -> list[Unit]:
    units = places.units(place, monday, monday + timedelta(days=6))
    return [unit for unit in units if unit.era.level != "facility" or monday >= FACILITIES_FROM]


def _told(number: int, hidden_as: set[int] | None, *, is_above: bool) -> Told:
    """A number that changed since it was hidden is no more "below 10": both together would tell who came."""
    if hidden_as is None:
        return Told("shown", tens(number) if is_above else number, None, is_above)
    state = "below_10" if number < LEAST and hidden_as == {number} else "suppressed"
    return Told(state, None, None, is_rounded=False)

"""What is told of the covers of health in a period: hidden on one day since the last month's end, hidden to its end."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from tests.oracle.health_covers import Span, on_days
from tests.oracle.health_hidden import Part, Told, above, hidden, part, tens
from tests.oracle.health_places import Era, Places, Unit

# Whom a cover counts, and of whom.
COVERS = {
    "health_record_cover": ("covered", "people"),
    "annual_checkup_cover": ("checked", "people"),
    "hypertension_managed_share": ("hypertension", "hypertension estimated"),
    "diabetes_managed_share": ("diabetes", "diabetes estimated"),
    "health_record_renewed": ("renewed", "kept"),
    "full_vaccination_under_1": ("fully", "infants"),
    "measles_2_doses_cover": ("twice", "toddlers"),
}
OF_PEOPLE = tuple(COVERS)[:4]
# These share a number, so each is hidden by what both tell, since both are told.
TOGETHER, TOGETHER_FROM = ("health_record_cover", "health_record_renewed"), date(2025, 12, 1)
FACILITIES_FROM = date(2026, 1, 1)


class Covers:
    """Everybody counted on each day until today."""

    def __init__(self, spans: Mapping[str, list[Span]], places: Places, today: date) -> None:
        self._places, self._today = places, today
        self._known: dict[tuple[Era, date, date], list[Unit]] = {}
        first = min(span.first for span in spans["kept"])
        days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
        self._counted = {name: on_days(each, days) for name, each in spans.items()}

    def told(self, cover: str, first: date, last: date) -> dict[Unit, Told]:
        """What is told of each unit in a period, nothing of whoever counts nobody."""
        cutoff = min(last, self._today)
        days = [cutoff.replace(day=1) + timedelta(days=number) for number in range(-1, cutoff.day)]
        kept = set().union(*(hidden(self._parts(cover, first, last, day), self._places) for day in days))
        counted, of = (self._units(name, first, last, cutoff) for name in COVERS[cover])
        over = above(kept, self._places)
        units = {unit for place in self._places.all() for unit in self._units_of(place, first, last)}
        return {
            unit: _told(cover, counted[unit], of[unit], is_hidden=unit in kept, is_above=unit in over) for unit in units
        }

    def _parts(self, cover: str, first: date, last: date, day: date) -> dict[Unit, Part]:
        """The groups of each unit on a day: those counted and the rest; of covers that share a number those of both."""
        names = {name for each in (TOGETHER if cover in TOGETHER else (cover,)) for name in COVERS[each]}
        by_unit = {name: self._units(name, first, last, day) for name in names}
        found = {}
        for unit in {unit for counts in by_unit.values() for unit in counts}:
            number = {name: counts[unit] for name, counts in by_unit.items()}
            if cover in TOGETHER and min(last, self._today) >= TOGETHER_FROM:
                groups = (number["renewed"], number["kept"] - number["renewed"], number["people"] - number["covered"])
                found[unit] = part(groups, sum(max(group, 0) for group in groups))
            else:
                counted, of = (number[name] for name in COVERS[cover])
                found[unit] = part((counted, of - counted), of)
        return found

    def _units(self, name: str, first: date, last: date, day: date) -> Counter[Unit]:
        """{unit: persons} on a day, by both readings of the period."""
        found = Counter[Unit]()
        for place, count in self._counted[name].get(day, Counter()).items():
            for unit in self._units_of(place, first, last):
                found[unit] += count
        return found

    def _units_of(self, place: Era, first: date, last: date) -> list[Unit]:
        if (place, first, last) not in self._known:
            units = self._places.units(place, first, last)
            told = [each for each in units if each.era.level != "facility" or first >= FACILITIES_FROM]
            self._known[place, first, last] = told
        return self._known[place, first, last]


def _told(cover: str, counted: int, of: int, *, is_hidden: bool, is_above: bool) -> Told:
    """Nothing of a unit that is hidden; what has one of these in it in tens, but for populations, which all know."""
    if not of and cover in OF_PEOPLE:
        return Told("no_source", None, None, not is_hidden and is_above)
    if is_hidden:
        return Told("suppressed", None, None, is_rounded=False)
    below = tens(of) if is_above and cover not in OF_PEOPLE else of
    return Told("shown" if of else "no_events", tens(counted) if is_above else counted, below, is_above)

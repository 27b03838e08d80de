"""Everything that the scene says, of one snapshot and of how the sources stand since: each figure in its own period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config import clock
from dashboards.address import Address
from dashboards.components.course import Course
from dashboards.denominators import Denominator, read_denominators
from dashboards.messages import _
from dashboards.place import Place, Unit, day_of
from dashboards.readings import Reading
from dashboards.screens.wall.months import read_course
from dashboards.screens.wall.scenes.overview import matters
from dashboards.screens.wall.scenes.overview.matters import Matter
from dashboards.screens.wall.scenes.overview.standings import Standing, read_standings
from dashboards.screens.wall.stage import ask, its_unit
from dashboards.screens.wall.told import Figures, commune_names
from dashboards.senders import read_senders
from dashboards.service_index import ServiceIndex, read_service_index
from dashboards.standing import standing, unsourced
from dashboards.words import JUDGEMENTS
from warehouse.reader import SourceState

ON_TIME, MEASLES_2 = "on_time_share", "measles_2_doses_cover"
BOOKS, SATISFIED = "workbook_on_time_share", "satisfied_share"
DISEASES: Mapping[str, str] = {
    "measles_persons_week": _("Measles"),
    "dengue_persons_week": _("Dengue"),
    "hand_foot_mouth_persons_week": _("Hand, foot and mouth"),
}


@dataclass(frozen=True)
class Sector:
    """A subject: its page, name, source, and its chief indicators, which are those of slots 2 to 5."""

    path: str
    name: str
    source: str
    indicators: tuple[str, ...]


SECTORS = (
    Sector("/procedures", _("Procedures"), "one_stop", (ON_TIME,)),
    Sector("/health", _("Health"), "health_record", (*DISEASES, MEASLES_2)),
    Sector("/education", _("Education"), "smas", (BOOKS,)),
    Sector("/satisfaction", _("Satisfaction"), "satisfaction", (SATISFIED,)),
)
CHIEF = tuple(indicator for sector in SECTORS for indicator in sector.indicators)
HERE = "wall/scenes/overview"
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Facts(Figures):
    """A scene's numbers, each of its indicator's newest period; `parts` are the communes of an area.

    `standings` are {(indicator, unit): …}; `books` the rows of queries/books of the newest term; `counted_of` what the
    share of two doses against measles is counted of; `service_index` is of the period of the head.
    """

    standings: Mapping[tuple[str, str], Standing]
    matters: tuple[Matter, ...]
    books: tuple[Row, ...]
    sources: tuple[SourceState, ...]
    unsourced: frozenset[str]
    course: Course
    counted_of: Denominator | None
    service_index: ServiceIndex

    def own(self, indicator: str) -> Standing | None:
        """Where an indicator of the whole unit stands."""
        return self.standings.get((indicator, self.unit.code))

    def is_judged(self, indicator: str) -> bool:
        """Whether the whole unit and each of its parts are judged by an indicator."""
        found = (self.standings.get((indicator, code)) for code in (self.unit.code, *self.parts))
        return all(each is not None and each.reading.band in JUDGEMENTS for each in found)

    def of_parts(self, indicator: str) -> tuple[Standing, ...]:
        """Where it stands in each part for which it is known; in the unit itself where that is not divided."""
        codes = self.parts or {self.unit.code: ""}
        found = (self.standings.get((indicator, code)) for code in codes)
        return tuple(each for each in found if each is not None)


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit; the head names the open report quarter, each tile its own period."""
    told = read_standings(ask(place, f"{HERE}/standings", weekly=list(DISEASES), **its_unit(place)))
    standings = {(each.reading.indicator, each.reading.unit_code): each for each in told}
    books = _books(place, standings.get((BOOKS, place.unit.code)))
    known = standing(place.snapshot)
    return Facts(
        place=place,
        among=tuple(each.reading for each in told),
        parts=commune_names(place),
        standings=standings,
        matters=(
            *matters.of_diseases(told, DISEASES, place.unit),
            *matters.of_bands(told, DISEASES, place.unit),
            *matters.of_sources(known.sources, _("Administrator"), clock.now()),
            *matters.of_senders(read_senders(place), _("The sending unit"), place.period.cutoff),
            *_owed(books, standings.get((BOOKS, place.unit.code)), place.units),
        ),
        books=books,
        sources=known.sources,
        unsourced=unsourced(place.snapshot, known),
        course=read_course(place),
        counted_of=read_denominators(place, [MEASLES_2]).get(MEASLES_2),
        service_index=read_service_index(place),
    )


def _books(place: Place[Address], told: Standing | None) -> tuple[Row, ...]:
    if told is None:
        return ()
    days = {"period_start": told.period.start, "period_end": told.period.end}
    return tuple(ask(place, f"{HERE}/books", **days, **its_unit(place)).to_dict("records"))


def _owed(books: tuple[Row, ...], told: Standing | None, units: tuple[Unit, ...]) -> list[Matter]:
    missing = [row for row in books if row["state"] == "missing"]
    if told is None or not missing:
        return []
    names = {each.code: each.short_name for each in units if each.valid_to is None}
    homes = {each.code: names.get(each.parent_code or "", each.short_name) for each in units if each.kind == "school"}
    where = Counter(homes.get(str(row["unit_code"]), str(row["unit_name_vi"])) for row in missing)
    deadline = max(day_of(row["deadline_date"]) for row in missing)
    return matters.of_books(where, told, deadline)


def worst_of(among: tuple[Standing, ...]) -> Reading | None:
    """The lowest share that is shown; None where none is."""
    shown = [each.reading for each in among if each.reading.value is not None]
    return min(shown, key=lambda each: (each.value, each.unit_code), default=None)

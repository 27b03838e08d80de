"""Where a unit stands in all subjects, of one snapshot and of how the sources stand since."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboards import words
from dashboards.address import Address
from dashboards.components.signal import ALERTING
from dashboards.health_indicators import DISEASE_NAMES, DISEASES, MEASLES_2
from dashboards.marks import SOURCES
from dashboards.messages import _
from dashboards.overview import matters
from dashboards.overview.matters import Matter
from dashboards.overview.standings import ON_TIME, SATISFIED, Standing, read_standings
from dashboards.place import SCOPE, Place, Unit, commune_names, day_of
from dashboards.plain_words import brief
from dashboards.senders import read_senders
from dashboards.standing import standing, unsourced
from dashboards.words import JUDGEMENTS
from warehouse.reader import SourceState, query

BOOKS = "workbook_on_time_share"
WEEKLY: Mapping[str, str] = {DISEASES[disease]: name for disease, name in DISEASE_NAMES.items()}
"""{indicator: name} of the diseases that are watched by the week."""


@dataclass(frozen=True)
class Sector:
    """A subject: its page, name, source, and its chief indicators."""

    path: str
    name: str
    source: str
    indicators: tuple[str, ...]


SCHOOLS = Sector("/education", _("Education"), "smas", (BOOKS,))
SECTORS = (
    Sector("/procedures", _("Procedures"), "one_stop", (ON_TIME,)),
    Sector("/health", _("Health"), "health_record", (*WEEKLY, MEASLES_2)),
    SCHOOLS,
    Sector("/satisfaction", _("Satisfaction"), "satisfaction", (SATISFIED,)),
)
CHIEF = tuple(indicator for sector in SECTORS for indicator in sector.indicators)
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Overview:
    """A unit, and its communes as `parts`, {code: name}; each indicator is of its own newest period.

    `standings` are {(indicator, unit): …}; `books` the rows of queries/mark_books of the newest term. `sources` are
    empty where a past snapshot is told: how they stand is known of now alone.
    """

    unit: Unit
    parts: Mapping[str, str]
    standings: Mapping[tuple[str, str], Standing]
    matters: tuple[Matter, ...]
    books: tuple[Row, ...]
    sources: tuple[SourceState, ...]
    unsourced: frozenset[str]

    def own(self, indicator: str) -> Standing | None:
        """Where an indicator of the whole unit stands."""
        return self.standings.get((indicator, self.unit.code))

    def of_parts(self, indicator: str) -> tuple[Standing, ...]:
        """Where it stands in each part for which it is known; in the unit itself where that is not divided."""
        codes = self.parts or {self.unit.code: ""}
        found = (self.standings.get((indicator, code)) for code in codes)
        return tuple(each for each in found if each is not None)

    def is_judged(self, indicator: str) -> bool:
        """Whether the whole unit and each of its parts are judged by an indicator."""
        found = (self.standings.get((indicator, code)) for code in (self.unit.code, *self.parts))
        return all(each is not None and each.reading.band in JUDGEMENTS for each in found)

    def undivided(self) -> "Overview":
        """The same of the unit as a whole alone: nothing is said of its parts, nor named that lies in one."""
        own = {key: each for key, each in self.standings.items() if key[1] == self.unit.code}
        return replace(self, parts={}, standings=own, matters=(), books=())

    def calm(self) -> list[str]:
        """Where no matter is to be told: that all is well, or what is known of it and what not.

        All is well where all that counts was judged and every source is known to have come. Of a unit as a whole alone
        matters may be left out that it has: then it is counted what misses its target.
        """
        missing = [indicator for indicator in CHIEF if (own := self.own(indicator)) and own.reading.band in ALERTING]
        unjudged = [indicator for indicator in CHIEF if not self.is_judged(indicator)]
        lacking = [each for each in self.sources if not (each.is_connected and SOURCES[each.state].is_calm)]
        if self.sources and not missing and not unjudged and not lacking:
            return [_("All chief indicators are met or within tolerance, and all data came")]
        is_any_judged = any(each.reading.band in JUDGEMENTS for each in self.standings.values())
        said = [_("Of what was judged, nothing misses its target")] if is_any_judged and not missing else []
        if missing:
            said.append(_("{count}/{all} chief indicators miss their target or are to be watched", **_counted(missing)))
        if unjudged:
            said.append(_("{count}/{all} chief indicators could not be judged everywhere", **_counted(unjudged)))
        if lacking:
            names = ", ".join(brief(each.title_vi) for each in lacking)
            said.append(_("Data is missing of {count} sources: {names}", count=words.number(len(lacking)), names=names))
        return said


def _counted(chief: Sequence[str]) -> dict[str, str]:
    return {"count": words.number(len(chief)), "all": words.number(len(CHIEF))}


def read_overview(place: Place[Address]) -> Overview:
    """The overview of a unit of today; each indicator in its newest period, whatever the place's own is."""
    frame = _ask(place, "standings", weekly=list(WEEKLY), books_source=SCHOOLS.source)
    told = read_standings(frame)
    standings = {(each.reading.indicator, each.reading.unit_code): each for each in told}
    newest_books = standings.get((BOOKS, place.unit.code))
    books = _books(place, newest_books)
    known = standing(place.snapshot)
    sources = () if place.is_past else known.sources
    return Overview(
        unit=place.unit,
        parts=commune_names(place),
        standings=standings,
        matters=(
            *matters.of_diseases(told, WEEKLY, place.unit),
            *matters.of_bands(told, WEEKLY, place.unit),
            *matters.of_sources(sources, _("Administrator")),
            *matters.of_senders(read_senders(place), _("The sending unit"), place.period.cutoff),
            *_owed(books, newest_books, place.units),
        ),
        books=books,
        sources=sources,
        unsourced=unsourced(place.snapshot, known),
    )


def _ask(place: Place[Address], name: str, **given: Any) -> Any:
    unit, since = place.unit.code, place.unit.valid_from
    return query(name, scope=SCOPE, snapshot=place.snapshot.id, unit=unit, unit_from=since, **given)


def _books(place: Place[Address], told: Standing | None) -> tuple[Row, ...]:
    if told is None:
        return ()
    days = {"period_start": told.period.start, "period_end": told.period.end}
    return tuple(_ask(place, "mark_books", books_source=SCHOOLS.source, **days).to_dict("records"))


def _owed(books: tuple[Row, ...], told: Standing | None, units: tuple[Unit, ...]) -> list[Matter]:
    missing = [row for row in books if row["state"] == "missing"]
    if told is None or not missing:
        return []
    names = {each.code: each.short_name for each in units if each.valid_to is None}
    homes = {each.code: names.get(each.parent_code or "", each.short_name) for each in units if each.kind == "school"}
    where = Counter(homes.get(str(row["unit_code"]), str(row["unit_name_vi"])) for row in missing)
    deadline = max(day_of(row["deadline_date"]) for row in missing)
    return matters.of_books(where, told, deadline)

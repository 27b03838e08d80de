"""Everything that the scene says, each figure in the newest term for which it is told, read from one snapshot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.address import Address
from dashboards.open_period import in_period
from dashboards.place import Place, commune_names, day_of, read_periods
from dashboards.readings import Reading, readings
from dashboards.screens.wall.scenes.education.books import NONE_OWED, Received, read_books
from dashboards.screens.wall.stage import all_values, ask, its_unit
from dashboards.screens.wall.told import Figures, names_within

ON_TIME, OVER_LIMIT = "workbook_on_time_share", "class_over_limit_share"
FAIL = "lower_secondary_fail_share"
LEVELS = ("lower_secondary_level_tot_share", "lower_secondary_level_kha_share", "lower_secondary_level_dat_share", FAIL)
GOOD_OF_SEMESTER, FAIL_OF_SEMESTER = "lower_secondary_good_semester_share", "lower_secondary_fail_semester_share"
COMPLETED, BELOW_5 = "primary_completed_share", "marks_below_5_share"
ATTENDANCE, DROPOUT = "attendance_share", "dropout_share"
TERM = "school_term"
PAGE, HERE = "education", "wall/scenes/education"


@dataclass(frozen=True)
class Told(Figures):
    """The readings of one term: of the unit, of its communes and of its schools; `term` is its code.

    `received` are the books that came of each of them, {code: books}.
    """

    term: str
    school_year: str
    received: Mapping[str, Received]

    @property
    def books(self) -> Received:
        """The books of the whole unit."""
        return self.received.get(self.unit.code, NONE_OWED)

    def named(self, indicator: str, parts: Mapping[str, str]) -> tuple[Reading, ...]:
        """As of any figures; that nothing happened is known only of one whose books all came."""
        return tuple(
            replace(each, text=words.NO_DATA)
            if each.text == words.NO_EVENTS and not self.received.get(each.unit_code, NONE_OWED).is_whole
            else each
            for each in super().named(indicator, parts)
        )


@dataclass(frozen=True)
class Facts:
    """A scene's figures. `told` are the readings of each indicator's newest term; a missing one is told nowhere.

    `parts` are the communes of an area, the schools of a commune. `halves` are both semesters of the newest year that
    has both, `half_subjects` the subjects of each; `deliveries`, `subjects`, `differences` and `prizes` are rows of the
    page's queries. `bounds` are those of a share of averages below 5.0, {band: "> 20%"}, the worse first.
    """

    place: Place[Address]
    told: Mapping[str, Told]
    parts: Mapping[str, str]
    schools: Mapping[str, str]
    halves: tuple[Told, Told] | None
    deliveries: pd.DataFrame
    subjects: pd.DataFrame
    half_subjects: tuple[pd.DataFrame, pd.DataFrame]
    bounds: Mapping[str, str]
    differences: pd.DataFrame
    over_limit: pd.DataFrame
    prizes: pd.DataFrame

    @property
    def is_area(self) -> bool:
        """Whether the scene is about several communes."""
        return self.place.unit.kind == "area"


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit; its head names the newest term that ended, and each tile its own."""
    asker = _Asker(place)
    told = {each: found for each in _EVERY if (found := asker.newest(each)) is not None}
    named = told.get(ON_TIME) or next(iter(told.values()), None)
    half = asker.halves()
    first, second = half or (None, None)
    return Facts(
        place=named.place if named else place,
        told=told,
        parts=_parts(place),
        schools=names_within(place, "school"),
        halves=half,
        deliveries=asker.rows("deliveries", told.get(ON_TIME)),
        subjects=asker.subjects(told.get(BELOW_5)),
        half_subjects=(asker.subjects(first), asker.subjects(second)),
        bounds=_bounds(place),
        differences=asker.rows("differences", told.get(FAIL)),
        over_limit=asker.over_limit(told.get(OVER_LIMIT)),
        prizes=ask(place, f"{PAGE}/prizes"),
    )


_EVERY = (ON_TIME, FAIL, GOOD_OF_SEMESTER, BELOW_5, COMPLETED, ATTENDANCE, DROPOUT, OVER_LIMIT)


def _parts(place: Place[Address]) -> Mapping[str, str]:
    if place.unit.kind == "area":
        return commune_names(place)
    return names_within(place, "school")


def _bounds(place: Place[Address]) -> Mapping[str, str]:
    rows = ask(place, f"{HERE}/bounds", indicator=BELOW_5).to_dict("records")
    return {band: str(row[colour]) for row in rows for band, colour in (("missed", "red"), ("watch", "amber"))}


def _days(told: Told) -> dict[str, Any]:
    return {"period_start": told.period.start, "period_end": told.period.end}


def _days_of(row: Any) -> tuple[date, date]:
    return day_of(row["period_start"]), day_of(row["period_end"])


class _Asker:
    """The questions of one scene, each term asked once."""

    def __init__(self, place: Place[Address]) -> None:
        self._place = place
        self._known: dict[tuple[date, date], Told] = {}
        self._parts = _parts(place)
        self._terms = ask(place, f"{HERE}/told_terms", **its_unit(place))
        self._books = read_books(ask(place, f"{HERE}/books", units=[place.unit.code, *self._parts]))

    def newest(self, indicator: str) -> Told | None:
        """The readings of the newest term that is told; how many books came is told also while they come."""
        row = next(self._terms_of(indicator), None)
        return self._told(row) if row else None

    def halves(self) -> tuple[Told, Told] | None:
        """Both semesters of the newest school year that has both."""
        years: dict[str, dict[str, Any]] = {}
        for row in self._terms_of(GOOD_OF_SEMESTER):
            of_year = years.setdefault(row["school_year"], {})
            of_year[row["term"]] = row
            if {"term_1", "year"} <= set(of_year):
                return self._told(of_year["term_1"]), self._told(of_year["year"])
        return None

    def _terms_of(self, indicator: str) -> Iterator[Any]:
        """The terms of which a figure may stand for the unit, the newest first."""
        told = self._terms[self._terms["indicator"] == indicator].to_dict("records")
        return (row for row in told if indicator == ON_TIME or self._received(row).is_settled)

    def _received(self, row: Any) -> Received:
        return self._books.get(_days_of(row), {}).get(self._place.unit.code, NONE_OWED)

    def rows(self, name: str, told: Told | None) -> pd.DataFrame:
        """The rows of one of the page's queries in a term; none where there is no term."""
        if told is None:
            return pd.DataFrame()
        return ask(self._place, f"{PAGE}/{name}", basis="successor", **its_unit(self._place), **_days(told))

    def subjects(self, told: Told | None) -> pd.DataFrame:
        """Subjects × grades of the unit."""
        if told is None:
            return pd.DataFrame()
        return ask(self._place, f"{PAGE}/subjects", unit=self._place.unit.code, **_days(told))

    def over_limit(self, told: Told | None) -> pd.DataFrame:
        """The classes above their limit."""
        if told is None:
            return pd.DataFrame()
        asked = replace(told.place, view=replace(told.place.view, basis="successor")).counted(OVER_LIMIT)
        return ask(self._place, f"{PAGE}/counted_classes", asked, part="numerator")

    def _told(self, row: Any) -> Told:
        days = _days_of(row)
        if days not in self._known:
            (period,) = read_periods(pd.DataFrame([row]))
            place = in_period(self._place, period)
            among, parts = readings(all_values(place)), self._parts
            received = self._books.get(days, {})
            self._known[days] = Told(place, among, parts, str(row["term"]), str(row["school_year"]), received)
        return self._known[days]

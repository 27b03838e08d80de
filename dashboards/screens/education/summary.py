"""A unit's nine numbers, each in the newest term for which it is told, whose name stands with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.kpi_tile import kpi_tile
from dashboards.messages import _
from dashboards.place import Place
from dashboards.readings import Reading
from dashboards.screens.education.address import (
    ATTENDANCE,
    BELOW_5,
    COMPLETED,
    CONDUCT,
    DROPOUT,
    FAIL,
    GOOD,
    INDICATORS,
    ON_TIME,
    OVER_LIMIT,
    View,
)
from dashboards.screens.education.breakdown import breakdown, by_unit
from dashboards.screens.education.learning import against_year_before
from dashboards.screens.education.terms import newest, not_due, term_of, told_terms
from dashboards.screens.education.values import whole
from dashboards.screens.education.workbooks import counts, deliveries
from dashboards.tables import Table

TITLES = {
    ON_TIME: _("Mark books in time"),
    GOOD: _("Lower secondary: Good and Fair"),
    FAIL: _("Lower secondary: Not reached"),
    CONDUCT: _("Lower secondary: conduct Good"),
    COMPLETED: _("Primary: completed the grade"),
    BELOW_5: _("Subject averages below 5.0"),
    ATTENDANCE: _("Attendance"),
    DROPOUT: _("Dropped out"),
    OVER_LIMIT: _("Classes above their limit"),
}
VIEWS = {
    ON_TIME: "workbooks",
    GOOD: "levels",
    FAIL: "levels",
    CONDUCT: "levels",
    COMPLETED: "primary",
    BELOW_5: "subjects",
    ATTENDANCE: "attendance",
    DROPOUT: "attendance",
    OVER_LIMIT: "classes",
}
WITH_ROWS = (ON_TIME, OVER_LIMIT)
TABLE = (GOOD, FAIL, BELOW_5, COMPLETED, ATTENDANCE)


def summary(place: Place[View]) -> list[Any]:
    """The tiles of what the unit has, and its parts below them."""
    tiles = [_tile(newest(place, indicator), indicator) for indicator in INDICATORS if told_terms(place, indicator)]
    return [html.Div(tiles, className="kpis"), breakdown(place, summary_table(place), TABLE)]


def summary_table(place: Place[View]) -> Table:
    """The parts of the unit in one term: that of the address, or the newest with levels of learning."""
    return by_unit(newest(place, GOOD if told_terms(place, GOOD) else COMPLETED), _("At a glance"), _heads())


def _heads() -> dict[str, str]:
    return {indicator: TITLES[indicator] for indicator in TABLE}


def _tile(place: Place[View], indicator: str) -> html.Section:
    view, reading = place.pinned, whole(place, indicator)
    untold = not_due(place) if reading.value is None else ""
    if untold:
        return kpi_tile(TITLES[indicator], replace(reading, text=untold), "", "", [], [place.period.name])
    if indicator == ON_TIME and reading.value is None:
        reading = replace(reading, text=_("Not judged before the deadline"))
    links = [(_("See the breakdown"), view.link(view=VIEWS[indicator]))]
    if indicator in WITH_ROWS and reading.numerator is not None:
        links.append((_("See the rows"), view.rows(indicator, "rest" if indicator == ON_TIME else "")))
    usual = [(_("Where does the figure come from?"), view.source_of(indicator))]
    notes = [place.period.name, *_notes(place, indicator, reading)]
    return kpi_tile(TITLES[indicator], reading, "", _as_of(place), links, notes, usual=usual)


def _notes(place: Place[View], indicator: str, reading: Reading) -> Sequence[str]:
    if indicator == ON_TIME:
        found = counts(deliveries(place))
        said = _("{count}/{expected} schools", count=found["on_time"], expected=found["expected"])
        late, missing = _("{count} sent late", count=found["late"]), _("{count} not yet", count=found["missing"])
        waited = [_("{count} not due yet", count=found["not_due"])] if found["not_due"] else []
        return [" · ".join((said, late, missing, *waited))]
    if indicator in (GOOD, CONDUCT):
        return [against_year_before(place, indicator)]
    if reading.denominator:
        of = _("{numerator} of {denominator}", numerator=words.number(reading.numerator or 0),
               denominator=words.number(reading.denominator))  # fmt: skip
        return [of]
    return []


def _as_of(place: Place[View]) -> str:
    """The term's last day, and how many of its own books came: how the source stands is of the newest term."""
    until, term, books = _("up to {day}", day=words.day(place.period.cutoff)), term_of(place), deliveries(place)
    if term is None or books.empty:
        return until
    came = int(books["received_at"].notna().sum())
    count, expected, day = words.number(came), words.number(len(books)), words.day(term.deadline)
    said = _("{count}/{expected} schools received · deadline {day}", count=count, expected=expected, day=day)
    return f"{until} · {said}"

"""Levels of learning: the four of a term, and how both semesters of a year compare at each school."""

from decimal import Decimal
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.messages import _
from dashboards.place import Place
from dashboards.readings import Reading
from dashboards.screens.education.address import (
    CONDUCT,
    FAIL_OF_SEMESTER,
    GOOD,
    GOOD_OF_SEMESTER,
    LEVELS,
    View,
)
from dashboards.screens.education.breakdown import COMMUNE, SCHOOL, breakdown, by_unit, in_term, part_link
from dashboards.screens.education.terms import halves, year_before
from dashboards.screens.education.values import Part, schools, whole
from dashboards.tables import Cell, Head, Table, text, value

LEVEL_NAMES = (_("Good"), _("Fair"), _("Reached"), _("Not reached"))
HEADS_OF_LEVELS = {
    **dict(zip(LEVELS, LEVEL_NAMES, strict=True)),
    GOOD: _("Good and Fair"),
    CONDUCT: _("Conduct: Good"),
}
MOVED = (("", "share"), (_("as shown"), "text"))
ROUNDED = _("Levels by TT 22/2021, worked out anew from the marks in the books.")
ONE_SUBJECT = _("A level that one subject alone brought down by two is raised by one [not confirmed].")


def levels(place: Place[View]) -> list[Any]:
    """The levels of a unit's parts, and those of the same term of the year before."""
    notes = [against_year_before(place, GOOD), ROUNDED, ONE_SUBJECT]
    return [
        breakdown(place, levels_table(place), (GOOD, *LEVELS, CONDUCT)),
        html.Section([html.P(note, className="note") for note in notes]),
    ]


def levels_table(place: Place[View]) -> Table:
    """Four levels, both upper ones together, and conduct, by commune, school or class."""
    return by_unit(place, _("Levels of learning, lower secondary"), HEADS_OF_LEVELS)


def against_year_before(place: Place[View], indicator: str) -> str:
    """How a figure without a target moved since the same term of the year before."""
    before = year_before(place, indicator)
    if before is None:
        return words.NO_EARLIER_PERIOD
    now, then = whole(place, indicator), whole(before, indicator)
    if now.value is None or then.value is None:
        return words.NO_EARLIER_PERIOD
    return _("{moved} against {period}", moved=words.points(now.value - then.value), period=before.period.name)


def shift(place: Place[View]) -> list[Any]:
    """Both semesters of the year, school by school, the largest fall first."""
    if halves(place) is None:
        return [html.Section(empty_state(words.NO_EARLIER_PERIOD, _("Both semesters of a school year are needed.")))]
    return [breakdown(place, shift_table(place)), html.P(ROUNDED, className="note")]


def shift_table(place: Place[View]) -> Table:
    """Good and Fair, and Not reached, in semester I and II of each school."""
    found = halves(place)
    heads = (
        Head(SCHOOL),
        Head(COMMUNE),
        Head(_("Good and Fair, semester I"), MOVED),
        Head(_("semester II"), MOVED),
        Head(_("Change"), MOVED),
        Head(_("Not reached, semester I"), MOVED),
        Head(_("semester II"), MOVED),
        Head(_("Change"), MOVED),
    )
    caption = _("Semester I to II")
    if found is None:
        return Table(caption, heads, ())
    first, second = found
    rows = tuple(_shift_row(place, before, after) for before, after in shifts(first, second))
    return Table(in_term(second, caption), heads, rows)


def shifts(first: Place[View], second: Place[View]) -> list[tuple[Part, Part]]:
    """(school in semester I, the same in semester II), the largest fall of Good and Fair first, hidden ones last."""
    asked = (GOOD_OF_SEMESTER, FAIL_OF_SEMESTER)
    before = {part.code: part for part in schools(first, asked)}
    pairs = [(before[part.code], part) for part in schools(second, asked) if part.code in before]
    return sorted(pairs, key=_by_fall)


def moved(before: Part, after: Part, indicator: str) -> Decimal | None:
    """The change of a share; None where either is hidden."""
    first, second = before.find(indicator).value, after.find(indicator).value
    return None if first is None or second is None else second - first


def _by_fall(pair: tuple[Part, Part]) -> tuple[Any, ...]:
    change = moved(pair[0], pair[1], GOOD_OF_SEMESTER)
    return change is None, change or Decimal(0), words.sort_key(pair[1].name)


def _shift_row(place: Place[View], before: Part, after: Part) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for indicator in (GOOD_OF_SEMESTER, FAIL_OF_SEMESTER):
        change = moved(before, after, indicator)
        cells += [_share(before.find(indicator)), _share(after.find(indicator)), _change(change)]
    return text(after.name, part_link(place.on(view="levels"), after.code)), text(after.beside), *cells


def _share(reading: Reading) -> Cell:
    shown = value(reading)
    return Cell(shown.shown, (reading.value, reading.text))


def _change(change: Decimal | None) -> Cell:
    said = "–" if change is None else words.points(change)
    return Cell(said, (change, said))

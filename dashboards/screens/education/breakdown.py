"""A unit divided into communes, schools or classes: one table for every figure that units have."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.components.kpi_tile import aim
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.published import dictionary
from dashboards.readings import Reading
from dashboards.screens.education.address import ATTENDANCE, COMPLETED, CONDUCT, GOOD, View
from dashboards.screens.education.terms import not_due
from dashboards.screens.education.values import Part, has_parts, parts, whole
from dashboards.tables import COUNT, Cell, Head, Table, count, drawn, in_words, text, value
from warehouse.reader import query

SHARE = (("", "share"), (_("as shown"), "text"), (_("in all"), "count"))
COMMUNE, SCHOOL, CLASS = _("Commune"), _("School"), _("School class")
# What classes know of an indicator: the columns of its count and of what it is counted among, and its word when hidden.
OF_CLASSES: Mapping[str, tuple[str, str, str]] = {
    GOOD: ("good_count", "levelled_count", "good"),
    CONDUCT: ("conduct_good_count", "conduct_count", "conduct_good"),
    COMPLETED: ("completed_count", "classified_count", "completed"),
    ATTENDANCE: ("attended_count", "session_count", "attended"),
}


def by_unit(place: Place[View], caption: str, heads: Mapping[str, str]) -> Table:
    """The parts of a unit, or the classes of a school, with the figures {indicator: head}; the last row is the unit."""
    named = in_term(place, caption)
    if not has_parts(place):
        return by_class(place, named, [each for each in heads if each in OF_CLASSES], heads)
    columns = (Head(first_head(place)), *(Head(said, SHARE) for said in heads.values()))
    rows = tuple(_row(place, part, heads) for part in parts(place, heads))
    return Table(named, columns, rows, _total(place, heads))


def breakdown(place: Place[View], table: Table, judged: Iterable[str] = ()) -> html.Section:
    """The table of a view with what is aimed at, or in words that there is nothing: never a head without rows."""
    if not table.rows:
        what = not_due(place) or words.NO_DATA
        return html.Section(empty_state(what, _("{what}: look at another term.", what=table.caption)))
    aims = [
        _("{name}: {aim}", name=_name(place, each), aim=said) for each in judged if (said := aim(whole(place, each)))
    ]
    notes = [html.P(" · ".join(aims), className="note targets")] if aims else []
    return html.Section([drawn(table), *notes], className="breakdown")


def _name(place: Place[View], indicator: str) -> str:
    return str(dictionary(place)[indicator]["name_vi"])


def in_term(place: Place[View], what: str) -> str:
    """A caption with the term that it is about: "Học tập THCS, cả năm 2025–2026"."""
    return _("{what}, {term}", what=what, term=term_name(place))


def term_name(place: Place[View]) -> str:
    """The name of the place's term within a sentence."""
    return place.period.name[:1].lower() + place.period.name[1:]


def first_head(place: Place[View]) -> str:
    """What the rows of a division are."""
    return {"area": COMMUNE, "commune": SCHOOL}.get(place.unit.kind, CLASS)


def part_link(place: Place[View], code: str) -> str:
    """The same view of a part, in the term that is shown."""
    return place.pinned.elsewhere(code, view=place.view.view, subject=place.view.subject, grade=place.view.grade)


def class_link(place: Place[View], name: str) -> str:
    """The subjects of a class, in the term that is shown."""
    return place.pinned.link(view="subjects", class_name=name, subject="", grade="", measure="", part="")


def classes(place: Place[View]) -> pd.DataFrame:
    """The classes of a school in the place's term."""
    return query(
        "education/classes", scope=SCOPE, snapshot=place.snapshot.id, school=place.unit.code,
        period_start=place.period.start, period_end=place.period.end,
    )  # fmt: skip


def by_class(place: Place[View], caption: str, indicators: Sequence[str], heads: Mapping[str, str]) -> Table:
    """The classes of a school: how many pupils, and what of their figures may be shown."""
    columns = (Head(CLASS), Head(_("Pupils"), COUNT), *(Head(heads[each], SHARE) for each in indicators))
    rows = tuple(_class_row(place, row, indicators) for row in classes(place).to_dict("records"))
    return Table(caption, columns, rows)


def share_cell(numerator: Any, denominator: Any, hidden: bool) -> Cell:
    """A share of a class: as words where it is hidden or does not exist."""
    if hidden:
        return Cell(in_words(words.SUPPRESSED), (None, words.SUPPRESSED, None))
    if pd.isna(denominator) or not denominator:
        return Cell("–", (None, "", None))
    share = float(numerator) / float(denominator)
    return Cell(beside_count(words.share(share), numerator, denominator), (share, words.share(share), int(denominator)))


def beside_count(share: Any, numerator: Any, denominator: Any) -> html.Span:
    """A share with what it counts: "62,5% 15/24"."""
    counted = f" {words.number(int(numerator))}/{words.number(int(denominator))}"
    return html.Span([share, html.Span(counted, className="quiet")], className="counted")


def _figure(reading: Reading) -> Cell:
    cell = value(reading)
    if reading.value is None or reading.numerator is None or not reading.denominator:
        return cell
    return Cell(beside_count(cell.shown, reading.numerator, reading.denominator), cell.filed)


def size_cell(pupils: Any) -> Cell:
    """The size of a class, hidden where it is below five."""
    return Cell(in_words(words.SUPPRESSED), (None,)) if pd.isna(pupils) else count(int(pupils))


def _class_row(place: Place[View], row: Mapping[Any, Any], indicators: Sequence[str]) -> tuple[Cell, ...]:
    name = str(row["class_name"])
    shares = []
    for indicator in indicators:
        numerator, denominator, measure = OF_CLASSES[indicator]
        shares.append(share_cell(row[numerator], row[denominator], measure in row["hidden_measures"]))
    return text(name, class_link(place, name)), size_cell(row["pupil_count"]), *shares


def _row(place: Place[View], part: Part, indicators: Mapping[str, str]) -> tuple[Cell, ...]:
    return text(words.capital(part.name), part_link(place, part.code)), *(
        _figure(part.find(each)) for each in indicators
    )


def _total(place: Place[View], indicators: Mapping[str, str]) -> tuple[Cell, ...]:
    return text(words.capital(place.unit.short_name)), *(_figure(whole(place, each)) for each in indicators)

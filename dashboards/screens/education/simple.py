"""The tabs of one table each: primary schools, attendance and dropping out, sizes of classes, prizes."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.screens.education.address import ATTENDANCE, COMPLETED, DROPOUT, OVER_LIMIT, View
from dashboards.screens.education.breakdown import (
    CLASS,
    COMMUNE,
    SCHOOL,
    breakdown,
    by_unit,
    class_link,
    classes,
    in_term,
    part_link,
    size_cell,
)
from dashboards.screens.education.terms import term_of
from dashboards.screens.education.values import has_parts
from dashboards.tables import COUNT, Cell, Head, Table, count, drawn, text
from warehouse.reader import Counted, query

PRIZE_LEVELS: Mapping[str, str] = {"district": _("district"), "province": _("province"), "national": _("national")}


def primary(place: Place[View]) -> list[Any]:
    """Who completed the grade, at the end of a year."""
    note = _("Told at the end of the school year, by TT 27/2020, worked out anew from what the book says.")
    return [breakdown(place, primary_table(place), (COMPLETED,)), html.P(note, className="note")]


def primary_table(place: Place[View]) -> Table:
    """The share that completed, by commune, school or class."""
    return by_unit(place, _("Completed the grade, primary"), {COMPLETED: _("Completed")})


def attendance(place: Place[View]) -> list[Any]:
    """How many sessions were attended, and who dropped out since the year began."""
    term = term_of(place)
    note = _("Sessions by the plan of the school year [assumed]; moving to another school is not dropping out.")
    until = _("Until the end of {term}", term=term.name[:1].lower() + term.name[1:]) if term else ""
    notes = [html.P(said, className="note") for said in (until, note) if said]
    return [breakdown(place, attendance_table(place), (ATTENDANCE, DROPOUT)), *notes]


def attendance_table(place: Place[View]) -> Table:
    """Attendance and dropping out, by commune, school or class."""
    heads = {ATTENDANCE: _("Attendance"), DROPOUT: _("Dropped out")}
    return by_unit(place, _("Attendance and dropping out"), heads)


def class_sizes(place: Place[View]) -> list[Any]:
    """The share of classes above their limit, and which they are."""
    shown, over = breakdown(place, classes_table(place), (OVER_LIMIT,)), over_limit_table(place)
    if not has_parts(place):
        return [shown]
    return [
        shown,
        html.Section(drawn(over)) if over.rows else html.P(_("No class is above its limit"), className="note"),
    ]


def classes_table(place: Place[View]) -> Table:
    """Classes above the limit by commune or school; the classes of a school one by one."""
    if has_parts(place):
        return by_unit(place, _("Classes above their limit"), {OVER_LIMIT: _("Above the limit")})
    caption = in_term(place, _("Classes and their limits"))
    heads = (Head(CLASS), Head(_("Pupils"), COUNT), Head(_("Limit"), COUNT), Head(_("Above the limit")))
    rows = tuple(_size_row(place, row) for row in classes(place).to_dict("records"))
    return Table(caption, heads, rows)


def over_limit_table(place: Place[View], part: str = "numerator") -> Table:
    """The classes above their limit, or of another side of the share, the largest first."""
    asked = Counted(
        OVER_LIMIT, place.unit.code, place.unit.valid_from, place.view.basis, place.period.start, place.period.cutoff
    )
    frame = query("education/counted_classes", asked, scope=SCOPE, snapshot=place.snapshot.id, part=part)
    heads = (Head(SCHOOL), Head(COMMUNE), Head(CLASS), Head(_("Pupils"), COUNT), Head(_("Limit"), COUNT))
    rows = tuple(_over_row(place, row) for row in frame.to_dict("records"))
    caption = _("Classes above their limit") if part == "numerator" else _("Classes and their limits")
    return Table(in_term(place, caption), heads, rows)


def _size_row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    name = str(row["class_name"])
    over = _("yes") if row["is_over_limit"] else _("no")
    return (
        text(name, class_link(place, name)),
        size_cell(row["pupil_count"]),
        count(int(row["pupil_limit"])),
        text(over),
    )


def _over_row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    return (
        text(str(row["unit_name_vi"]), part_link(place.on(view="classes"), str(row["unit_code"]))),
        text(str(row["commune_name_vi"])),
        text(str(row["class_name"])),
        size_cell(row["pupil_count"]),
        count(int(row["pupil_limit"])),
    )


def prizes(place: Place[View]) -> list[Any]:
    """What pupils won, and on which ground it is told."""
    return [html.Section(drawn(prizes_table(place)), className="breakdown")]


def prizes_table(place: Place[View]) -> Table:
    """Contests with their prizes, the newest first."""
    frame = query("education/prizes", scope=SCOPE, snapshot=place.snapshot.id)
    kinds = (_("First"), _("Second"), _("Third"), _("Consolation"))
    heads = (
        Head(_("Contest")), Head(_("Level")), Head(_("Date"), (("", "date"),)),
        *(Head(kind, COUNT) for kind in kinds), Head(_("Basis")),
    )  # fmt: skip
    return Table(_("Prizes of pupils"), heads, tuple(_prize(row) for row in frame.to_dict("records")))


def _prize(row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    day = day_of(row["contest_date"])
    counts = [int(row[f"{name}_count"]) for name in ("first", "second", "third", "consolation")]
    return (
        text(str(row["contest"])),
        text(PRIZE_LEVELS[str(row["prize_level"])]),
        Cell(words.day(day), (day,)),
        *(count(each) for each in counts),
        text(str(row["basis"])),
    )

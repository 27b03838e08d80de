"""Which subject: averages below 5.0 by subject and grade, then by school, then by class, the last level."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.address import require_known
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.published import dictionary
from dashboards.screens.education.address import BELOW_5, View
from dashboards.screens.education.breakdown import CLASS, COMMUNE, SCHOOL, breakdown, part_link, size_cell
from dashboards.screens.education.terms import semester_of
from dashboards.screens.education.values import has_parts
from dashboards.tables import COUNT, Cell, Head, Table, in_words, text
from warehouse.reader import query

SUBJECT, GRADE = _("Subject"), _("Grade")
WHOLE_SHARE = (("", "share"), (_("as shown"), "text"))
ROUNDED = _(
    "Shares of a subject and grade are whole per cents; groups of one to four pupils are hidden, and others with them, "
    "so that they cannot be worked out."
)
BELOW, MEAN, AVERAGES = _("Below 5.0"), _("Mean of averages"), _("Averages")
ALL_SUBJECTS = _("All subjects")


def subjects(place: Place[View]) -> list[Any]:
    """The table that the address asks for, and the way back to all subjects."""
    view = place.view
    require_taught(place)
    back = dcc.Link(ALL_SUBJECTS, href=place.pinned.link(subject="", grade="", class_name=""), className="button")
    narrowed = html.P(back, className="narrowed") if view.subject or view.grade or view.class_name else None
    return [
        narrowed,
        breakdown(place, subjects_table(place), (BELOW_5,)),
        html.P(ROUNDED, className="note"),
    ]


def require_taught(place: Place[View]) -> None:
    """Raise `Refusal` for a subject or a class that no book ever named."""
    view = place.view
    if view.subject:
        frame = query("education/known_subjects", scope=SCOPE, snapshot=place.snapshot.id)
        require_known(
            view.subject, dict(zip(frame["subject_code"], frame["subject_name_vi"], strict=True)), _("a subject")
        )
    if view.class_name and not has_parts(place):
        frame = query("education/known_classes", scope=SCOPE, snapshot=place.snapshot.id, school=place.unit.code)
        require_known(view.class_name, list(frame["class_name"]), _("a class"))


def subjects_table(place: Place[View]) -> Table:
    """Subjects × grades of a unit; the schools of one of them; or the classes of a school."""
    view = place.view
    if not has_parts(place) and (view.class_name or view.subject):
        return class_table(place)
    return units_table(place) if view.subject and view.grade else whole_table(place)


def cells(place: Place[View]) -> pd.DataFrame:
    """Subjects × grades of the unit, the most below 5.0 first."""
    return query(
        "education/subjects", scope=SCOPE, snapshot=place.snapshot.id, unit=place.unit.code,
        period_start=place.period.start, period_end=place.period.end,
    )  # fmt: skip


def whole_table(place: Place[View]) -> Table:
    """Every subject and grade of the unit."""
    heads = (Head(SUBJECT), Head(GRADE, COUNT), *_figures())
    rows = tuple(_whole_row(place, row) for row in cells(place).to_dict("records"))
    return Table(_caption(place), heads, rows)


def units_table(place: Place[View]) -> Table:
    """One subject and grade in the communes and in all schools of the unit."""
    view = place.view
    frame = query(
        "education/subject_units", scope=SCOPE, snapshot=place.snapshot.id, subject=view.subject, grade=int(view.grade),
        period_start=place.period.start, period_end=place.period.end, **place.asked,
    )  # fmt: skip
    heads = (Head(f"{COMMUNE}, {SCHOOL.lower()}"), Head(COMMUNE), *_figures())
    rows = tuple(_unit_row(place, row) for row in frame.to_dict("records"))
    return Table(_caption(place), heads, rows)


def class_table(place: Place[View]) -> Table:
    """Classes × subjects of a school, with the marks whose books differ."""
    view = place.view
    frame = query(
        "education/class_subjects", scope=SCOPE, snapshot=place.snapshot.id, school=place.unit.code,
        class_name=view.class_name, subject=view.subject, grade=view.grade, period_start=place.period.start,
        period_end=place.period.end,
    )  # fmt: skip
    heads = (
        Head(CLASS),
        Head(SUBJECT),
        Head(_("Pupils"), COUNT),
        Head(MEAN, (("", "text"),)),
        Head(BELOW, (("", "count"), (_("as shown"), "text"))),
        Head(_("Differing marks"), COUNT),
        Head(_("Book"), (("", "text"),)),
    )
    return Table(_caption(place), heads, tuple(_class_row(place, row) for row in frame.to_dict("records")))


def subject_name(frame: pd.DataFrame, code: str) -> str:
    """The name of a subject as a frame of subjects has it."""
    named = frame[frame["subject_code"] == code]
    return str(named.iloc[0]["subject_name_vi"]) if len(named) else code


def target(place: Place[View]) -> float | None:
    """The share below 5.0 that is aimed at."""
    aimed = dictionary(place)[BELOW_5]["target"]
    return None if pd.isna(aimed) else float(aimed)


def _caption(place: Place[View]) -> str:
    view = place.view
    said = [_("Averages below 5.0")]
    if view.subject:
        said.append(subject_name(cells(place), view.subject))
    if view.grade:
        said.append(_("grade {grade}", grade=view.grade))
    if view.class_name:
        said.append(_("class {name}", name=view.class_name))
    return _("{what}, {term}", what=" · ".join(said), term=semester_of(place))


def _figures() -> tuple[Head, ...]:
    return Head(BELOW, WHOLE_SHARE), Head(MEAN, (("", "text"),)), Head(AVERAGES, COUNT)


def _cells_of(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    if row["is_hidden"]:
        return Cell(in_words(words.SUPPRESSED), (None, words.SUPPRESSED)), text("–"), Cell("–", (None,))
    share, aimed = float(row["below_5_share"]), target(place)
    said = words.share(share, 0)
    above = aimed is not None and share > aimed
    shown = html.Span([said, html.Span(f" · {_('above target')}", className="quiet") if above else None])
    mean = words.number(row["average_mean"], 2)
    return (
        Cell(shown, (share, said)),
        text(mean),
        Cell(words.number(int(row["average_count"])), (row["average_count"],)),
    )


def _whole_row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    grade = int(row["grade"])
    there = place.pinned.link(subject=str(row["subject_code"]), grade=str(grade), class_name="")
    return text(str(row["subject_name_vi"]), there), Cell(str(grade), (grade,)), *_cells_of(place, row)


def _unit_row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    beside = "" if pd.isna(row["commune_name_vi"]) else str(row["commune_name_vi"])
    named = text(words.capital(str(row["unit_name_vi"])), part_link(place, str(row["unit_code"])))
    return named, text(beside), *_cells_of(place, row)


def _class_row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    name, view = str(row["class_name"]), place.pinned
    below, said = _below(row)
    return (
        text(name, view.link(class_name=name, subject="", grade="")),
        text(str(row["subject_name_vi"])),
        size_cell(row["pupil_count"]),
        text("–" if pd.isna(row["average_mean"]) else words.number(row["average_mean"], 2)),
        Cell(in_words(said) if below is None else said, (below, said)),
        _differing(place, int(row["differing_count"])),
        text(f"{row['batch']} · {row['page']}"),
    )


def _below(row: Mapping[Any, Any]) -> tuple[int | None, str]:
    if row["is_hidden"]:
        return None, words.SUPPRESSED
    if pd.isna(row["below_5_count"]):
        return None, _("judged by comment") if row["is_by_comment"] else "–"
    return int(row["below_5_count"]), words.number(int(row["below_5_count"]))


def _differing(place: Place[View], found: int) -> Cell:
    there = place.pinned.link(view="differences", subject="", grade="", class_name="")
    return Cell(dcc.Link(str(found), href=there) if found else "0", (found,))

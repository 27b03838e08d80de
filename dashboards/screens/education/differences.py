"""Where the books say something else than their own marks: both values side by side, and the book; never a pupil's."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.screens.education.address import View
from dashboards.screens.education.breakdown import SCHOOL, part_link, term_name
from dashboards.screens.education.subjects import AVERAGES, GRADE, SUBJECT
from dashboards.screens.education.terms import term_of
from dashboards.tables import COUNT, Cell, Head, Table, count, drawn, in_words, text
from warehouse.reader import query

LISTED = 200
MARK = (("", "text"),)
SPANS: Mapping[str, str] = {"semester": _("semester average"), "year": _("year average")}


def differences(place: Place[View]) -> list[Any]:
    """How many marks of how many schools, the marks themselves, and the levels that differ."""
    frame = differing(place)
    if frame.empty:
        what = _("No average in the books differs from its marks, {term}", term=term_name(place))
        return [html.Section(empty_state(what, _("Look at another term."))), *_levels(place)]
    said = _(
        "{count} averages at {schools} schools differ, {term}", count=words.number(int(frame["average_count"].sum())),
        schools=words.number(frame["unit_code"].nunique()), term=term_name(place),
    )  # fmt: skip
    rest = _("The first {count} are listed; the file has all.", count=LISTED) if len(frame) > LISTED else ""
    return [
        html.P(html.Strong(said), className="adds-up"),
        html.Section(drawn(_table(place, frame.head(LISTED)))),
        html.P([rest, " ", _how_to_look()], className="note"),
        *_levels(place),
    ]


def differing(place: Place[View]) -> pd.DataFrame:
    """The averages that differ in the place's term."""
    return query(
        "education/differences", scope=SCOPE, snapshot=place.snapshot.id, period_start=place.period.start,
        period_end=place.period.end, **place.asked,
    )  # fmt: skip


def differences_table(place: Place[View]) -> Table:
    """All of them, for the file."""
    return _table(place, differing(place))


def _table(place: Place[View], frame: pd.DataFrame) -> Table:
    heads = (
        Head(SCHOOL), Head(SUBJECT), Head(GRADE, COUNT), Head(_("Kind of average")), Head(AVERAGES, COUNT),
        Head(_("In the book, on average"), MARK), Head(_("worked out anew"), MARK), Head(_("Higher by"), MARK),
        Head(_("The book as it was sent")),
    )  # fmt: skip
    caption = _("Averages in the book and worked out anew, {term}", term=term_name(place))
    return Table(caption, heads, tuple(_row(place, row) for row in frame.to_dict("records")))


def _row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    return (
        text(str(row["unit_name_vi"]), part_link(place, str(row["unit_code"]))),
        text(str(row["subject_name_vi"])),
        count(int(row["grade"])),
        text(SPANS[str(row["span"])]),
        count(int(row["average_count"])),
        *_values(row),
        text(f"ioc raw {row['batch']} {row['page']}"),
    )


def _values(row: Mapping[Any, Any]) -> tuple[Cell, Cell, Cell]:
    """Both values and how far they lie apart; of fewer than five averages they would be pupils' marks."""
    if pd.isna(row["recorded_mean"]):
        return Cell(in_words(words.SUPPRESSED), (words.SUPPRESSED,)), text("–"), text("–")
    least, most = (words.number(row[f"{which}_difference"], 1) for which in ("least", "most"))
    recorded, anew = (words.number(row[f"{which}_mean"], 2) for which in ("recorded", "recomputed"))
    return text(recorded), text(anew), text(least if least == most else f"{least}–{most}")


def _levels(place: Place[View]) -> list[Any]:
    """Levels that differ, by school and grade; a line says how many pupils, or that they are fewer than five."""
    term = term_of(place)
    if term is None:
        return []
    frame = query(
        "education/level_findings", scope=SCOPE, snapshot=place.snapshot.id, school_year=term.school_year,
        term=term.term, **place.asked,
    )  # fmt: skip
    if frame.empty:
        return []
    heads = (Head(SCHOOL), Head(_("What differs")))
    rows = tuple(
        (
            text(str(row["unit_name_vi"]), part_link(place, str(row["unit_code"]))),
            text(str(row["message_vi"])),
        )
        for row in frame.to_dict("records")
    )
    caption = _("Levels in the book and worked out anew, {term}", term=term_name(place))
    return [html.Section(drawn(Table(caption, heads, rows)))]


def _how_to_look() -> Any:
    said = _("The administrator sees a book as it was sent with the command in its line.")
    return html.Span([said, " ", dcc.Link(_("All findings of the source"), href="/data-health?source=smas")])

"""Which schools sent the book of a term: in time, late, not yet."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.screens.education.address import ON_TIME, View
from dashboards.screens.education.breakdown import COMMUNE, SCHOOL, part_link, term_name
from dashboards.screens.education.terms import Term, term_of, terms
from dashboards.screens.education.values import whole
from dashboards.tables import Cell, Head, Table, drawn, text
from warehouse.reader import query

STATES: Mapping[str, str] = {
    "on_time": _("sent in time"),
    "late": _("sent late"),
    "missing": _("not yet, past the deadline"),
    "not_due": _("not due yet"),
}
WAITED_FOR = ("missing", "late")


def workbooks(place: Place[View]) -> list[Any]:
    """How many came, which wait for their sender, and what the next term asks."""
    return [
        html.Section([html.P(came(place), className="adds-up"), html.P(next_term(place), className="note")]),
        html.Section(drawn(workbooks_table(place)), className="breakdown"),
    ]


def deliveries(place: Place[View]) -> pd.DataFrame:
    """The books of the place's term, those that wait for their sender first."""
    return query(
        "education/deliveries", scope=SCOPE, snapshot=place.snapshot.id, period_start=place.period.start,
        period_end=place.period.end, **place.asked,
    )  # fmt: skip


def counts(frame: pd.DataFrame) -> dict[str, int]:
    """{state: how many books}, and all of them as "expected"."""
    by_state = frame["state"].value_counts()
    return {name: int(by_state.get(name, 0)) for name in STATES} | {"expected": len(frame)}


def came(place: Place[View]) -> list[Any]:
    """ "55/60 trường đúng hạn · 1 nộp chậm · 4 chưa nộp"."""
    found = counts(deliveries(place))
    strong = html.Strong(
        _("{count}/{expected} schools", count=words.number(found["on_time"]), expected=words.number(found["expected"]))
    )
    rest = [
        _("{count} sent late", count=words.number(found["late"])) if found["late"] else "",
        _("{count} not yet", count=words.number(found["missing"])) if found["missing"] else "",
        _("{count} not due yet", count=words.number(found["not_due"])) if found["not_due"] else "",
        _("target {target}", target=whole(place, ON_TIME).target) if whole(place, ON_TIME).target else "",
    ]
    return [strong, " ", _("sent in time"), *(f" · {said}" for said in rest if said)]


def next_term(place: Place[View]) -> str:
    """The deadline of the term that is shown, and the next one after it."""
    shown = term_of(place)
    said = _("Deadline {day}.", day=words.day(shown.deadline)) if shown else ""
    following = _following(terms(place), shown)
    if following is None:
        return said
    name = following.name[:1].lower() + following.name[1:]
    return f"{said} {_('Next: {term}, deadline {day}.', term=name, day=words.day(following.deadline))}".strip()


def _following(known: Sequence[Term], shown: Term | None) -> Term | None:
    later = [term for term in known if shown is not None and term.end > shown.end]
    return min(later, key=lambda term: term.end, default=None)


def workbooks_table(place: Place[View]) -> Table:
    """Every book that is owed in the term."""
    return delivery_table(place, _("Mark books, {term}", term=term_name(place)), deliveries(place))


def delivery_table(place: Place[View], caption: str, frame: pd.DataFrame) -> Table:
    """Books of a frame: school, commune, state, when it came, until when it was due."""
    heads = (
        Head(SCHOOL),
        Head(COMMUNE),
        Head(_("State")),
        Head(_("Received"), (("", "instant"),)),
        Head(_("Deadline"), (("", "date"),)),
    )
    return Table(caption, heads, tuple(_row(place, row) for row in frame.to_dict("records")))


def _row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    received = None if pd.isna(row["received_at"]) else pd.Timestamp(row["received_at"]).to_pydatetime()
    deadline = day_of(row["deadline_date"])
    return (
        text(str(row["unit_name_vi"]), part_link(place.on(view=""), str(row["unit_code"]))),
        text(str(row["commune_name_vi"])),
        text(words.capital(STATES[str(row["state"])])),
        Cell(words.instant(received) if received else "–", (received,)),
        Cell(words.day(deadline), (deadline,)),
    )

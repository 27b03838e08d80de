"""What a leader should know beside the numbers: lateness in bands, doubtful records, and totals that differ."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.lateness import BANDS, banded
from dashboards.messages import _
from dashboards.place import SCOPE, day_of
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import is_part
from warehouse.reader import query

LISTED = 8


def overdue_bands(place: Place) -> list[tuple[str, str, int]]:
    """(address value, words, count) of the overdue dossiers by working days late, empty bands included."""
    frame = query("procedures/overdue_days", place.counted("overdue_open"), scope=SCOPE, snapshot=place.snapshot.id)
    return [(key, BANDS[key].name, count) for key, count in banded(frame).items()]


def remarks(place: Place) -> html.Section | None:
    """Findings on the dossiers that are open or were resolved here, by kind, each leading to its rows; and the form."""
    items = [_finding(*found) for found in _findings(place)[:LISTED]]
    items += [html.Li(each) for each in _form(place)]
    if not items:
        return None
    return html.Section([html.H2(_("To be looked at in the data")), html.Ul(items, className="remarks")])


def portal_note(place: Place) -> str:
    """How far the national portal's own count of a month goes beyond ours; empty where it does not."""
    if place.view.basis != "successor" or not place.period.is_open or is_part(place):
        return ""
    frame = query(
        "procedures/portal", scope=SCOPE, snapshot=place.snapshot.id, unit=place.unit.code,
        unit_from=place.unit.valid_from, start=place.period.start, cutoff=place.period.cutoff,
    )  # fmt: skip
    if frame.empty:
        return ""
    row = frame.iloc[0]
    return _(
        "The national portal shows {count} more for {month}: copies of ministries' systems come later",
        count=words.number(int(row["difference"])), month=f"{day_of(row['month_start']):%m/%Y}",
    )  # fmt: skip


def _findings(place: Place) -> list[tuple[str, Mapping[Any, Any]]]:
    """(address of the rows, kind of finding): on what is open or was resolved, then on what came in and is neither."""
    found: dict[str, tuple[str, Mapping[Any, Any]]] = {}
    for indicator, part in (("missing_due_date_share", "denominator"), ("dossiers_received", "")):
        frame = query("procedures/finding_kinds", place.counted(indicator), scope=SCOPE, snapshot=place.snapshot.id)
        for row in frame.to_dict("records"):
            found.setdefault(row["code"], (place.view.rows(indicator, part, finding=row["code"]), row))
    return list(found.values())


def _finding(there: str, row: Mapping[Any, Any]) -> html.Li:
    count = _("{count} dossiers", count=words.number(int(row["dossiers"])))
    said = html.Span(_("for example: {sentence}", sentence=row["example_vi"]), className="quiet")
    return html.Li([dcc.Link(count, href=there), " ", said])


def _form(place: Place) -> list[str]:
    """Where the official form does not add up for this unit and period."""
    frame = query(
        "procedures/form_findings", scope=SCOPE, snapshot=place.snapshot.id, unit=place.unit.code,
        period=place.period.title.partition(" (")[0],
    )  # fmt: skip
    return [str(sentence) for sentence in frame["message_vi"]]

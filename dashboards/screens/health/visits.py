"""Visits by facility and day, whether they reached the national book, and sessions at a distance: counts of work."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.health_indicators import LINKED, TELEHEALTH, VISITS
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.screens.health.address import View
from dashboards.screens.health.breakdown import (
    FACILITY,
    FACILITY_HEAD,
    breakdowns,
    by_commune,
    facility_cell,
    part_link,
    period_name,
)
from dashboards.screens.health.senders import senders_section
from dashboards.screens.health.values import whole
from dashboards.senders import known_date
from dashboards.tables import COUNT, SHARE, Cell, Head, Table, count, drawn, in_words, text
from warehouse.reader import query

DAYS = 14
NOT_SENT = _("Not sent")
SILENT_IS_NO_ZERO = _(
    "A day for which nothing came is no zero: it says “Not sent”, and its visits are counted when they come."
)


def visits(place: Place[View]) -> list[Any]:
    """Visits of the period by commune and facility, then day by day, then who has sent."""
    days = days_table(place)
    by_day = [drawn(days), html.P(SILENT_IS_NO_ZERO, className="note")] if days.rows else [_nothing()]
    return [
        *breakdowns(place, _("Visits at stations"), {VISITS: _("Visits")}),
        html.Section(by_day, className="breakdown of-days"),
        senders_section(place),
    ]


def _nothing() -> html.Div:
    return empty_state(words.NO_DATA, _("No facility of this unit has sent visits of these days."))


def visit_days(place: Place[View], first: date, last: date, *, stations_only: bool = True) -> pd.DataFrame:
    """The rows of queries/visit_days.sql from `first` to `last`."""
    return query(
        "health/visit_days", scope=SCOPE, snapshot=place.snapshot.id, from_date=first, until_date=last,
        stations_only=stations_only, **place.asked,
    )  # fmt: skip


def visits_between(place: Place[View], first: date, last: date) -> int | None:
    """How many visits at stations from `first` to `last`; None where nothing came of those days."""
    frame = visit_days(place, first, last)
    return int(frame["visits"].sum()) if len(frame) else None


def days_table(place: Place[View]) -> Table:
    """Stations × the last 14 days that are over; a day that was not sent says so."""
    # Files of a day come in its night: the last one is over.
    last = min(place.period.cutoff, known_date(place) - timedelta(days=1))
    days = [last - timedelta(days=back) for back in reversed(range(DAYS))]
    frame = visit_days(place, days[0], last)
    sent = _sent_days(place, days[0], last)
    heads = (Head(FACILITY), *(Head(words.short_day(day), (("", "count"), (_("as shown"), "text"))) for day in days))
    groups = sorted((each for _code, each in frame.groupby("facility_code")), key=_in_order)
    rows = tuple(_days_row(place, each, days, sent) for each in groups)
    return Table(_("Visits at stations, day by day, up to {day}", day=words.day(last)), heads, rows)


def _in_order(of_facility: pd.DataFrame) -> tuple[Any, ...]:
    """By commune, its station first."""
    row = of_facility.iloc[0]
    return (
        words.sort_key(str(row["commune_name_vi"])),
        row["kind"] != "station",
        words.sort_key(row["facility_name_vi"]),
    )


def _sent_days(place: Place[View], first: date, last: date) -> frozenset[tuple[str, date]]:
    """(facility, day) of which the file of visits has come."""
    frame = query(
        "health/deliveries", scope=SCOPE, snapshot=place.snapshot.id, from_date=first, until_date=last, **place.asked
    )
    came = frame[(frame["stream"] == "visit") & frame["received_at"].notna()]
    return frozenset((str(row["unit_code"]), day_of(row["day"])) for row in came.to_dict("records"))


def _days_row(
    place: Place[View], frame: pd.DataFrame, days: list[date], sent: frozenset[tuple[str, date]]
) -> tuple[Cell, ...]:
    first = frame.iloc[0]
    sender = first["parent_code"] if first["kind"] == "sub_station" else first["facility_code"]
    counted = {day_of(row["date"]): int(row["visits"]) for row in frame.to_dict("records")}
    cells = (_day_cell(counted.get(day), is_sent=(str(sender), day) in sent) for day in days)
    named = text(str(first["facility_name_vi"]), part_link(place, str(first["facility_code"])))
    return named, *cells


def _day_cell(visits_of_day: int | None, *, is_sent: bool) -> Cell:
    """What came of a day: a file without visits is a zero, and no file is none."""
    if visits_of_day is None and not is_sent:
        return Cell(in_words(NOT_SENT), (None, NOT_SENT))
    said = words.number(visits_of_day or 0)
    return Cell(said, (visits_of_day or 0, said))


def linked(place: Place[View]) -> list[Any]:
    """What became of the visits on their way to the national book, and the sessions at a distance."""
    table = linked_table(place)
    communes = by_commune(place, _("Visits linked to the national book"), {LINKED: _("Linked")})
    by_facility = drawn(table) if table.rows else _nothing()
    session = whole(place, TELEHEALTH)
    said = html.Strong(session.text) if session.value is not None else html.Span(session.text)
    links = [dcc.Link(_("See the sessions"), href=place.pinned.rows(TELEHEALTH), className="button")]
    return [
        html.Section(drawn(communes), className="breakdown") if communes.rows else None,
        html.Section(by_facility, className="breakdown"),
        html.Section(
            [
                html.H2(_("Sessions at a distance, {period}", period=period_name(place))),
                html.P([said, " ", _("finished sessions")], className="adds-up"),
                html.P(links) if session.value else None,
            ]
        ),
    ]


def linked_table(place: Place[View]) -> Table:
    """Visits of the period by facility: confirmed, failed, and not sent yet."""
    frame = visit_days(place, place.period.start, place.period.cutoff, stations_only=False)
    heads = (
        FACILITY_HEAD, Head(_("Visits"), COUNT), Head(_("Confirmed"), COUNT), Head(_("Failed"), COUNT),
        Head(_("Not sent yet"), COUNT), Head(_("Linked"), SHARE[:2]),
    )  # fmt: skip
    names = ["facility_code", "facility_name_vi", "commune_name_vi", "kind"]
    sums = frame.groupby(names, dropna=False)[["visits", "linked", "failed"]].sum().reset_index()
    in_order = sorted((sums.iloc[[at]] for at in range(len(sums))), key=_in_order)
    rows = tuple(_linked_row(place, each.iloc[0].to_dict()) for each in in_order)
    return Table(_("Links of visits by facility, {period}", period=period_name(place)), heads, rows)


def _linked_row(place: Place[View], row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    visited, confirmed, failed = (int(row[name]) for name in ("visits", "linked", "failed"))
    share = confirmed / visited if visited else None
    said = "–" if share is None else words.share(share)
    commune = "" if pd.isna(row["commune_name_vi"]) or row["kind"] == "centre" else str(row["commune_name_vi"])
    return (
        facility_cell(
            str(row["facility_name_vi"]), words.capital(commune), part_link(place, str(row["facility_code"]))
        ),
        count(visited),
        count(confirmed),
        count(failed),
        count(visited - confirmed - failed),
        Cell(said, (share, said)),
    )

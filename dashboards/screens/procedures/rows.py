"""The rows behind one number: filtered, sorted and cut into pages by the warehouse, so that 100,000 are no burden."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.lateness import BANDS
from dashboards.messages import _
from dashboards.place import SCOPE, day_of
from dashboards.published import dictionary, published
from dashboards.readings import Reading, adds_up, find
from dashboards.refusal import Refusal
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.filters import asked_of
from dashboards.screens.procedures.grid import grid
from dashboards.screens.procedures.index_rows import criterion_count, criterion_title
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import part_in_words
from warehouse.reader import Counted, query

ROWS_PER_REQUEST = 100
# Field, title, least width in pixels, how much of the room that is left it takes, and how it is filtered.
COLUMNS = (
    ("dossier_code", _("Dossier code"), 248, 0, "text"),
    ("procedure_name_vi", words.capital(_("procedure")), 190, 3, "text"),
    ("agency_name_vi", _("Handling agency"), 190, 3, "text"),
    ("received_date", _("Received"), 116, 0, "date"),
    ("due_date", _("Due"), 116, 0, "date"),
    ("resolved_date", _("Finished"), 116, 0, "date"),
    ("lateness", _("Against the due date"), 196, 0, ""),
    ("status_name_vi", _("Status now"), 150, 1, "text"),
)
LATEST_FIRST = frozenset({("on_time_share", "rest"), ("overdue_open", ""), ("overdue_forwarded", ""),
                          ("overdue_open_over_10_days", "")})  # fmt: skip


def title_of(place: Place) -> str:
    """What the rows are, in words. Raises `Refusal` for what the snapshot does not count."""
    view = place.view
    told = dictionary(place).get(view.measure)
    if told is None:
        what = _("The address names {what} that does not exist: {value}", what=_("an indicator"), value=view.measure)
        raise Refusal(what, _("Look for it among the indicators."), link="/indicators")
    if view.criterion:
        return criterion_title(place)
    said = told[f"{view.part or usual_part(told)}_vi"]
    if pd.isna(said):
        what = _("{indicator} has no such list", indicator=told["name_vi"])
        raise Refusal(what, _("Look at its other rows."), link=view.link(part=""))
    return str(said)


def usual_part(told: Mapping[str, Any]) -> str:
    """The side of an indicator that a list shows where none is named: a quantile has only rows below the line."""
    return "denominator" if pd.isna(told["numerator_vi"]) else "numerator"


def rows(place: Place) -> list[Any]:
    """How many dossiers there are, whether that is the number they stand for, and the table."""
    total = count_of(place)
    is_whole = not place.view.narrowed
    equals = adds_up(total, counted_by(place, published(place, [place.view.measure]))) if is_whole else ""
    strong = html.Strong(
        _("{count} dossiers", count=words.number(total)), id="dossier-count", **attributes(data_count=str(total))
    )
    none = html.P(_("No dossiers."), className="empty-to-do")
    return [
        html.P([strong, equals], className="adds-up"),
        _narrowed(place),
        dcc.Store(id="dossiers-of", data=asked_of_page(place)),
        html.P(id="dossiers-notice", role="alert"),
        grid(
            "dossiers",
            list(COLUMNS),
            rows_per_request=ROWS_PER_REQUEST,
            latest_first=(place.view.measure, place.view.part) in LATEST_FIRST,
        )
        if total
        else none,
    ]


def count_of(place: Place) -> int:
    """How many rows the address asks for."""
    frame = rows_frame(asked_of_page(place), {}, limit=1, offset=0)
    return 0 if frame.empty else int(frame.iloc[0]["total"])


def counted_by(place: Place, known: tuple[Reading, ...]) -> int | None:
    """What the published figure counted on that side; None where it has none."""
    view = place.view
    if view.criterion:
        return criterion_count(place)
    told = dictionary(place)[view.measure]
    reading = find(known, view.measure, place.unit.code)
    part = view.part or usual_part(told)
    return reading.counted("n" if part == "denominator" and told["kind"] == "quantile" else part)


def rows_for(request: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """One block of the table, in the shape that the grid asks for: {rowData, rowCount}."""
    start, end = int(request["startRow"]), int(request["endRow"])
    frame = rows_frame(asked, request, limit=min(end - start, ROWS_PER_REQUEST), offset=start)
    link = View(**asked["view"])
    listed = [_row(row, link) for row in frame.to_dict("records")]
    return {"rowData": listed, "rowCount": int(frame.iloc[0]["total"]) if listed else start}


def rows_frame(asked: Mapping[str, Any], request: Mapping[str, Any], *, limit: int, offset: int) -> pd.DataFrame:
    """The rows of queries/dossiers.sql for a page (`asked_of_page`) and what its table sorts and filters by."""
    view = View(**asked["view"])
    days = {name: date.fromisoformat(asked[name]) for name in ("unit_from", "start", "cutoff")}
    counted = Counted(
        view.measure, view.unit, days["unit_from"], view.basis, days["start"], days["cutoff"], view.only,
        int(view.criterion) if view.criterion else None,
    )  # fmt: skip
    late = BANDS.get(view.late)
    order = request.get("sortModel") or [{"colId": "dossier_code", "sort": "asc"}]
    return query(
        "procedures/dossiers", counted, scope=SCOPE, snapshot=asked["snapshot"], part=view.part,
        finding=view.finding, late_from=late and late.least, late_to=late and late.most,
        **asked_of(request.get("filterModel")),
        sort=order[0]["colId"], descending=order[0]["sort"] == "desc",
        row_limit=limit, row_offset=offset, once=limit > ROWS_PER_REQUEST,
    )  # fmt: skip


def asked_of_page(place: Place) -> dict[str, Any]:
    """What the browser sends back with each request for rows; the same snapshot as the page."""
    told = dictionary(place)[place.view.measure]
    view = replace(place.view, part=place.view.part or usual_part(told), start=place.period.start.isoformat())
    return {
        "snapshot": place.snapshot.id,
        "unit_from": place.unit.valid_from.isoformat(),
        "start": place.period.start.isoformat(),
        "cutoff": place.period.cutoff.isoformat(),
        "view": vars(view),
    }


def lateness(row: Mapping[Any, Any]) -> str:
    """How a dossier stands against its due date, in words."""
    if row["resolution"] == "returned":
        return _("returned, withdrawn")
    if pd.isna(row["due_date"]):
        return _("no due date")
    days = int(row["working_days_past_due"])
    is_finished = bool(row["is_finished"])
    if row["resolution"] == "late" or (not is_finished and row["is_overdue"]):
        return words.late_by(days) if days else _("late, less than 1 working day")
    if days == 0:
        return _("on time") if is_finished else _("due today")
    left = words.number(abs(days))
    return _("{days} working days early", days=left) if is_finished else _("{days} working days left", days=left)


def _narrowed(place: Place) -> html.P | None:
    """What leaves only a part of the rows, each to be dropped by a click."""
    view = place.view
    if not view.narrowed:
        return None
    links = [
        dcc.Link(f"{said} ×", href=view.link(**{name: ""}), className="button", title=_("Show all"))
        for name, said in narrowed_in_words(place).items()
    ]
    return html.P([html.Span(_("Only:"), className="label"), *links], className="narrowed")


def narrowed_in_words(place: Place) -> dict[str, str]:
    """{name of the narrowing: its words}."""
    named = dict(part_in_words(place))
    return {name: named.get(name) or said_of(name, value) for name, value in place.view.narrowed.items()}


def said_of(name: str, value: str) -> str:
    """A narrowing in words, by its value alone."""
    if name == "late":
        return _("{days} working days late", days=value.replace("-", "–").removesuffix("–") + "+" * value.endswith("-"))
    return SAID.get(value, value)


SAID = {
    "PROVINCE": _("Province's system"),
    "MINISTRY": _("Ministry's system"),
    "missing_due_date": _("no due date"),
    "due_on_holiday": _("due on a day off"),
    "finished_without_date": _("finished without a date"),
    "due_before_received": _("due before received"),
    "finished_before_received": _("finished before received"),
}


def _row(row: Mapping[Any, Any], view: View) -> dict[str, str]:
    dates = {
        name: "" if pd.isna(row[name]) else words.day(day_of(row[name]))
        for name in ("received_date", "due_date", "resolved_date")
    }
    texts = {name: row[name] or "" for name in ("procedure_name_vi", "agency_name_vi", "status_name_vi")}
    code = row["dossier_code"]
    return dates | texts | {"dossier_code": f"[{code}]({view.link(dossier=code)})", "lateness": lateness(row)}

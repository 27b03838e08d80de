"""The rows behind one number: presses, or dossiers handed out; each leads to where it came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from dash import dcc, html

from config.clock import TIMEZONE
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.data_table import data_table
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from dashboards.published import dictionary
from dashboards.readings import adds_up, find
from dashboards.refusal import Refusal
from dashboards.screens.satisfaction.address import LATENESSES, RATED, View
from dashboards.screens.satisfaction.privacy import centres
from dashboards.screens.satisfaction.values import counted, is_inside, narrowed_in_words, whole
from warehouse.reader import query

ROWS_PER_PAGE = 50
DOSSIERS = "/procedures"
PRESS_HEADS = (
    _("Pressed at"),
    _("Level"),
    _("Counted"),
    words.capital(_("centre")),
    words.capital(_("counter")),
    _("Device"),
    _("Dossier"),
    _("Procedure"),
    _("Dossier came"),
    _("Reason"),
)
HANDED_HEADS = (_("Dossier"), _("Handed out"), _("Procedure"), words.capital(_("agency")), _("Rated"))
Row = Mapping[Any, Any]


def title_of(place: Place[View]) -> str:
    """What the rows are, in words. Raises `Refusal` for what the snapshot does not count."""
    view = place.view
    told = dictionary(place).get(view.measure)
    if told is None:
        what = _("The address names {what} that does not exist: {value}", what=_("an indicator"), value=view.measure)
        raise Refusal(what, _("Look for it among the indicators."), link="/indicators")
    said = told[f"{part_of(view)}_vi"]
    if pd.isna(said):
        what = _("{indicator} has no such list", indicator=told["name_vi"])
        raise Refusal(what, _("Look at its other rows."), link=view.link(part=""))
    return str(said)


def part_of(view: View) -> str:
    """The side of the indicator that is listed."""
    return view.part or "numerator"


def rows(place: Place[View]) -> list[Any]:
    """How many rows there are, whether that is the number they stand for, and one page of them."""
    frame = rows_frame(place, ROWS_PER_PAGE, (place.view.page_number - 1) * ROWS_PER_PAGE)
    total = total_of(place, frame)
    strong = html.Strong(
        _("{count} rows", count=words.number(total)), id="row-count", **attributes(data_count=str(total))
    )
    listed = _handed_out(place, frame) if place.view.measure == RATED else _presses(place, frame)
    none = html.P(_("No rows here."), className="empty-to-do")
    return [
        html.P([strong, adds_up(total, counted_by(place))], className="adds-up"),
        _narrowed(place),
        html.Section([listed, _pages(place, total)], className="rows") if len(frame) else none,
    ]


def rows_frame(place: Place[View], limit: int, offset: int) -> pd.DataFrame:
    """Rows of queries/ratings.sql or queries/handed_out.sql, `total` in each."""
    view = place.view
    common: dict[str, Any] = {"part": part_of(view), "row_limit": limit, "row_offset": offset}
    asked = counted(place, view.measure)
    if view.measure == RATED:
        return query("satisfaction/handed_out", asked, scope=SCOPE, snapshot=place.snapshot.id, **common)
    return query(
        "satisfaction/ratings", asked, scope=SCOPE, snapshot=place.snapshot.id, is_inside=is_inside(place),
        told_by_scale=sorted(centres(place).told_by_scale), reason=view.reason, once=limit > ROWS_PER_PAGE, **common,
    )  # fmt: skip


def total_of(place: Place[View], frame: pd.DataFrame) -> int:
    """How many rows there are on all pages; a page beyond the last has none that could say so."""
    if len(frame):
        return int(frame.iloc[0]["total"])
    if place.view.page_number == 1:
        return 0
    return total_of(place.on(page=""), rows_frame(place.on(page=""), 1, 0))


def counted_by(place: Place[View]) -> int | None:
    """What the figure counted on that side; None where the rows are narrowed to a reason, which no figure is."""
    view = place.view
    if view.reason:
        return None
    return find(whole(place, [view.measure]), view.measure, place.unit.code).counted(part_of(view))


def came(row: Row) -> str:
    """How the dossier of a press came, in words; nothing where the device kept no code that is known."""
    return "" if row["lateness"] == "unknown" else words.capital(LATENESSES[row["lateness"]])


def verdict(row: Row) -> str:
    """Whether a press counts, or why it does not."""
    return _("yes") if pd.isna(row["rejection_vi"]) else str(row["rejection_vi"])


def at(row: Row) -> str:
    """When it was pressed, by the device's clock."""
    moment: datetime = pd.Timestamp(row["rated_at"]).to_pydatetime().astimezone(TIMEZONE)
    return _("{time} on {day}", time=f"{moment:%H:%M:%S}", day=words.day(moment.date()))


def _presses(place: Place[View], frame: pd.DataFrame) -> html.Div:
    cells = [
        [
            dcc.Link(at(row), href=place.view.link(rating=str(row["rating_id"]))),
            _level(row),
            verdict(row),
            _said(row["agency_name_vi"]),
            _said(row["counter_code"]),
            _said(row["device_code"]),
            _dossier(place, row["dossier_code"]),
            _said(row["procedure_name_vi"]),
            came(row),
            _said(row["reason_names_vi"]),
        ]
        for row in frame.to_dict("records")
    ]
    return data_table(title_of(place), PRESS_HEADS, cells)


def _handed_out(place: Place[View], frame: pd.DataFrame) -> html.Div:
    cells = [
        [
            _dossier(place, row["dossier_code"]),
            words.day(day_of(row["returned_date"])),
            _said(row["procedure_name_vi"]),
            _said(row["agency_name_vi"]),
            _("yes") if row["is_rated"] else _("no"),
        ]
        for row in frame.to_dict("records")
    ]
    return data_table(title_of(place), HANDED_HEADS, cells)


def _level(row: Row) -> str:
    """What was pressed, of how many levels; nothing where that would tell the counter."""
    if pd.isna(row["scale"]):
        return ""
    return f"{row['level_name_vi']} ({_('{scale} levels', scale=int(row['scale']))})"


def _said(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _dossier(place: Place[View], code: Any) -> Any:
    return "" if pd.isna(code) else dcc.Link(str(code), href=place.view.at(DOSSIERS, dossier=str(code)))


def _pages(place: Place[View], total: int) -> html.P | None:
    """The page before and the next one."""
    view, last = place.view, -(-total // ROWS_PER_PAGE)
    if last == 1:
        return None
    number = view.page_number
    links = []
    if number > 1:
        before = "" if number == 2 else str(number - 1)
        links.append(dcc.Link(_("Newer rows"), href=view.link(page=before), className="button"))
    if number < last:
        links.append(dcc.Link(_("Older rows"), href=view.link(page=str(number + 1)), className="button"))
    said = _("Page {number} of {last}", number=words.number(number), last=words.number(last))
    return html.P([html.Span(said, className="note"), *links], className="pages")


def _narrowed(place: Place[View]) -> html.P | None:
    """What leaves only a part of the rows, each to be dropped by a click."""
    named = narrowed_in_words(place)
    if not named:
        return None
    links = [
        dcc.Link(f"{words.capital(said)} ×", href=place.view.link(**{name: "", "page": ""}), className="button",
                 title=_("Show all"))
        for name, said in named.items()
    ]  # fmt: skip
    return html.P([html.Span(_("Only:"), className="label"), *links], className="narrowed")

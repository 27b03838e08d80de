"""What a page shows as a sheet: the rows of a list as its table stands, the table of numbers, or the months."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dashboards import words
from dashboards.downloads import Content
from dashboards.export import MOST_ROWS, Column, Sheet, records
from dashboards.messages import _
from dashboards.place import day_of
from dashboards.published import published
from dashboards.refusal import Refusal
from dashboards.screens.procedures.address import GROUPS, VIEWS
from dashboards.screens.procedures.breakdown import HEADS, Lines, lines, shown
from dashboards.screens.procedures.digital import SHARES
from dashboards.screens.procedures.filters import DATES, TEXTS
from dashboards.screens.procedures.grid import LOCALE
from dashboards.screens.procedures.index_sheet import index_sheet
from dashboards.screens.procedures.map_view import MAPPED
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.rows import COLUMNS, asked_of_page, lateness, narrowed_in_words, rows_frame, title_of
from dashboards.screens.procedures.summary import TABLE
from dashboards.screens.procedures.trend import COLUMNS as MONTHLY
from dashboards.screens.procedures.trend import months
from dashboards.screens.procedures.values import is_part, part_in_words, whole
from dashboards.service_index import INDEX

WITHOUT_FILE = ("why", "provenance")
# Beneath the limit of the format stand the titles.
MOST_DOSSIERS = MOST_ROWS - 10
DOSSIERS = (
    Column("dossier_code", _("Dossier code")),
    Column("procedure_code", _("Procedure code")),
    Column("procedure_name_vi", words.capital(_("procedure"))),
    Column("field_name_vi", words.capital(_("field"))),
    Column("agency_name_vi", _("Handling agency")),
    Column("received_date", _("Received"), "date"),
    Column("due_date", _("Due"), "date"),
    Column("resolved_date", _("Finished"), "date"),
    Column("lateness", _("Against the due date")),
    Column("status_name_vi", _("Status now")),
)


def content_of(place: Place, table: Mapping[str, Any]) -> Content:
    """The content of the page's file; `table` is {sortModel, filterModel}. Raises `Refusal` where there is none."""
    view = place.view
    if view.view in WITHOUT_FILE:
        raise Refusal(_("This view has no file"), _("Download the list of its dossiers."))
    if view.view == "map":
        return _figures(place, (_mapped(place),))
    if view.measure:
        return _dossiers(place, table)
    if view.view == "trend" and is_part(place):
        raise Refusal(_("The course is counted for whole units only."), _("Look at the whole unit."))
    if view.view == "trend":
        return _course(place)
    if view.view == "766":
        return Content(_title(place), index_sheet(place), (INDEX,), INDEX)
    return _figures(place, SHARES if view.view == "digital" else TABLE)


def filter_in_words(model: Mapping[str, Any]) -> str:
    """What a filter model leaves, column by column as `filters.asked_of` reads it; nothing for one without filters."""
    titles = {field: title for field, title, *_layout in COLUMNS}
    said = [
        f"{titles[column]} {LOCALE['contains']} “{text}”"
        for column in TEXTS
        if (text := str(model.get(column, {}).get("filter", "")).strip())
    ]
    said += [
        f"{titles[column]} {_days_in_words(model[column])}" for column in DATES if model.get(column, {}).get("dateFrom")
    ]
    return _("Filtered by {filter}", filter="; ".join(said)) if said else ""


def _days_in_words(given: Mapping[str, Any]) -> str:
    kind, first = given.get("type"), _day_in_words(given["dateFrom"])
    if kind == "inRange" and given.get("dateTo"):
        return f"{LOCALE['inRange']} {first}–{_day_in_words(given['dateTo'])}"
    return f"{LOCALE[kind if kind in ('lessThan', 'greaterThan') else 'equals']} {first}"


def _day_in_words(given: str) -> str:
    return words.day(date.fromisoformat(given[:10]))


def _dossiers(place: Place, table: Mapping[str, Any]) -> Content:
    title = title_of(place)
    frame = rows_frame(asked_of_page(place), table, limit=MOST_DOSSIERS, offset=0)
    count = 0 if frame.empty else int(frame.iloc[0]["total"])
    if count > len(frame):
        what = _("The sheet {title} has too many rows for a workbook.", title=title).rstrip(".")
        raise Refusal(what, _("Filter the list, then download it again."))
    listed = ({**row, "lateness": lateness(row)} for row in records(frame))
    about = (*narrowed_in_words(place).values(), _("{count} dossiers", count=words.number(count)))
    sheet = Sheet(words.capital(_("dossiers")), DOSSIERS, listed)
    measure = place.view.measure
    return Content(title, sheet, (measure,), measure, about, filter_in_words(table.get("filterModel") or {}))


def _mapped(place: Place) -> str:
    if not place.view.measure:
        return MAPPED[0]
    title_of(place)
    if place.view.measure not in MAPPED:
        raise Refusal(_("This indicator is not shown on the map"), _("Choose another."))
    return place.view.measure


def _figures(place: Place, indicators: Sequence[str]) -> Content:
    """The table of the page; of each share also what it shows in words, and of how many dossiers it is."""
    known = published(place, indicators)
    found = lines(place, indicators, whole(place, indicators, known), known)
    columns = [Column("name", words.capital(GROUPS.get(found.group, _("unit"))))]
    for each in indicators:
        columns += _columns_of(each)
    about = tuple(said for _name, said in part_in_words(place))
    sheet = Sheet(_("Figures"), columns, _lines(place, found, indicators))
    return Content(_title(place), sheet, tuple(indicators), _name(place, indicators), about)


def _columns_of(indicator: str) -> list[Column]:
    head = HEADS[indicator]
    if not indicator.endswith("_share"):
        return [Column(indicator, head, "count")]
    return [
        Column(indicator, head, "share"),
        Column(f"{indicator}_n", _("{head}: of dossiers", head=head), "count"),
        Column(f"{indicator}_said", _("{head}: as shown", head=head)),
    ]


def _lines(place: Place, found: Lines, indicators: Sequence[str]) -> Iterator[dict[str, Any]]:
    for part in found.every:
        row: dict[str, Any] = {"name": words.capital(part.name)}
        for each in indicators:
            reading = part.find(each) if part is found.rest else shown(place, part, each)
            row |= {each: reading.value, f"{each}_n": reading.denominator, f"{each}_said": reading.text}
        yield row


def _course(place: Place) -> Content:
    """The months of the unit as a whole, as the page has them: a part of it has no course."""
    frame = months(place)
    values = {(day_of(row["period_start"]), row["indicator"]): row["value"] for row in records(frame)}
    columns = [Column("month", _("Month"))]
    for each in MONTHLY:
        columns += [column for column in _columns_of(each) if not column.key.endswith("_n")]
    days = sorted({day for day, _indicator in values}, reverse=True)
    sheet = Sheet(_("By month"), columns, [_month(day, values) for day in days])
    return Content(_title(place), sheet, MONTHLY, _name(place, MONTHLY))


def _month(day: date, values: Mapping[tuple[date, str], Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"month": f"{day:%m/%Y}"} | {each: values.get((day, each)) for each in MONTHLY}
    share = row["on_time_share"]
    has_share = share is not None and share == share
    return row | {"on_time_share_said": words.share(share) if has_share else words.NO_DATA}


def _title(place: Place) -> str:
    title = _("Administrative procedures")
    return f"{title}: {VIEWS[place.view.view]}" if place.view.view else title


def _name(place: Place, measures: Sequence[str]) -> str:
    """What the file is called after: its indicator where it is of one, else its view."""
    return measures[0] if place.view.measure else place.view.view or "procedures"

"""Rows of a screen as a file to keep: a workbook or a CSV that say what they are, and from which snapshot they come.

A cell is only ever what it shows: text stays text, whatever it begins with, so that no file of ours runs a formula in
the spreadsheet of whoever opens it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from config.clock import TIMEZONE
from dashboards import words
from dashboards.cells import Kind, Value, csv_text, harmless, printable, value_of
from dashboards.messages import _

Row = Mapping[Any, Any]

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
# Limits of the xlsx format.
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
MOST_ROWS = 1_048_576
REFUSED_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
FORMATS: Mapping[Kind, Mapping[str, str]] = {
    "text": {"num_format": "@"},
    "date": {"num_format": "dd/mm/yyyy"},
    "count": {"num_format": "#,##0"},
    "share": {"num_format": "0.0%"},
    "points": {"num_format": "0.00"},
    "instant": {"num_format": "dd/mm/yyyy hh:mm"},
}
LEAST_WIDTHS: Mapping[Kind, int] = {"text": 8, "date": 12, "count": 10, "share": 10, "points": 10, "instant": 17}
WIDEST = 60
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E1EBF5"}
BANNER = {"bold": True, "font_size": 12}
DEFINITION_WIDTHS = (34, 78, 14, 34)
A4 = 9


@dataclass(frozen=True)
class Column:
    """One column of a sheet: the key of its values in each row, its title, and what its values are.

    text: anything, as its text. date: a day. count: a whole number. share: 0 to 1. points: a score. instant: a moment
    with its zone.
    """

    key: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """Rows under a title; a value that is missing, None or not a number is an empty cell."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]


@dataclass(frozen=True)
class Definition:
    """How a number of the file is counted; target and basis are empty where there is none."""

    name: str
    text: str
    target: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Cover:
    """What a file is: its title, sentences about unit and period, what its numbers mean, and where they come from.

    `address` is the page that shows the same rows, in full. `filtered` says in words what the table of the page leaves
    out, where it does.
    """

    title: str
    about: Sequence[str]
    definitions: Sequence[Definition]
    snapshot_id: str
    known_at: datetime
    is_invented: bool
    address: str
    filtered: str = ""

    @property
    def mark(self) -> str:
        """The mark of invented data, or nothing."""
        return words.INVENTED if self.is_invented else ""

    @property
    def note(self) -> str:
        """What each row of a CSV bears: the mark, and that rows were left out."""
        return printable(" · ".join(part for part in (self.mark, self.filtered) if part))

    @property
    def scope(self) -> str:
        """Unit and period, and what was left out."""
        return printable(" · ".join(part for part in (*self.about, self.filtered) if part))

    @property
    def banner(self) -> str:
        """The first line of every sheet."""
        return " · ".join(part for part in (self.mark, self.title, self.scope) if part)


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame one after the other, so that a million of them are never held as dictionaries."""
    names = [str(name) for name in frame.columns]
    for values in frame.itertuples(index=False, name=None):
        yield dict(zip(names, values, strict=True))


def to_xlsx(sheets: Sequence[Sheet], cover: Cover) -> bytes:
    """A workbook of the sheets, and last one with definitions, snapshot and period.

    Equal rows and cover give equal bytes. Raises `ValueError` for a sheet with more rows than the format holds.
    """
    held = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(held, options)
    # The library would write the machine's clock.
    created = cover.known_at.astimezone(TIMEZONE).replace(tzinfo=None)
    workbook.set_properties({"title": cover.banner, "comments": cover.snapshot_id, "created": created})
    for sheet in sheets:
        _write_sheet(workbook, sheet, cover)
    _write_definitions(workbook, cover)
    workbook.close()
    return held.getvalue()


def to_csv(sheet: Sheet, cover: Cover) -> bytes:
    """The sheet as CSV in UTF-8 with byte-order mark: titles, then rows, with a decimal comma.

    Each row bears its snapshot and the mark; so does an empty one where there are no rows.
    """
    held = StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    titles = [*(column.title for column in sheet.columns), _("Snapshot"), _("Note")]
    writer.writerow([harmless(title) for title in titles])
    rest = [cover.snapshot_id, harmless(cover.note)]
    for row in _at_least_one(sheet.rows):
        writer.writerow([*(csv_text(column.kind, row.get(column.key)) for column in sheet.columns), *rest])
    return held.getvalue().encode("utf-8-sig")


def _at_least_one(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, or one without values."""
    given = iter(rows)
    yield next(given, {})
    yield from given


def _write_sheet(workbook: Workbook, sheet: Sheet, cover: Cover) -> None:
    page = _page(workbook, sheet.title, cover)
    head = workbook.add_format(HEAD)
    formats = [workbook.add_format(dict(FORMATS[column.kind])) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        page.write_string(1, at, column.title, head)
    widths = [max(LEAST_WIDTHS[column.kind], len(column.title) + 3) for column in sheet.columns]
    last = 1
    for last, row in enumerate(sheet.rows, start=2):
        if last >= MOST_ROWS:
            raise ValueError(_("The sheet {title} has too many rows for a workbook.", title=sheet.title))
        for at, column in enumerate(sheet.columns):
            cell = _write(page, last, at, value_of(column.kind, row.get(column.key)), formats[at])
            widths[at] = max(widths[at], cell)
    for at, width in enumerate(widths):
        page.set_column(at, at, min(width + 1, WIDEST))
    page.freeze_panes(2, 0)
    page.autofilter(1, 0, last, len(sheet.columns) - 1)
    page.repeat_rows(0, 1)


def _write(page: Worksheet, line: int, at: int, value: Value, shape: Any) -> int:
    """Write one cell; how many letters wide it is where it is text."""
    if value is None:
        return 0
    if isinstance(value, str):
        page.write_string(line, at, value[:LONGEST_TEXT], shape)
        return len(value)
    if isinstance(value, date):
        page.write_datetime(line, at, value, shape)
    else:
        page.write_number(line, at, value, shape)
    return 0


def _page(workbook: Workbook, title: str, cover: Cover) -> Worksheet:
    """An empty sheet that says what it is, on its first line and on paper."""
    page: Worksheet = workbook.add_worksheet(sheet_name(title))
    page.write_string(0, 0, cover.banner, workbook.add_format(BANNER))
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    printed = "&C&B" + cover.mark if cover.mark else ""
    page.set_header(printed)
    page.set_footer(f"&L{cover.snapshot_id}{printed}&R&P/&N")
    return page


def _write_definitions(workbook: Workbook, cover: Cover) -> None:
    page = _page(workbook, _("Definitions"), cover)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    head = workbook.add_format(HEAD)
    for at, width in enumerate(DEFINITION_WIDTHS):
        page.set_column(at, at, width)
    facts = (
        (_("Unit, period"), cover.scope),
        (_("Snapshot"), cover.snapshot_id),
        (_("Known up to"), words.instant(cover.known_at)),
        (_("Page"), cover.address),
    )
    lines = [*facts, (), (_("Indicator"), _("How it is counted"), _("Target"), _("Basis"))]
    lines += [(each.name, each.text, each.target, each.basis) for each in cover.definitions]
    for line, cells in enumerate(lines, start=1):
        for at, text in enumerate(cells):
            page.write_string(line, at, text, head if line == len(facts) + 2 else wrapped)


def sheet_name(title: str) -> str:
    """The title as the name of a sheet: without the signs that the format refuses, and no longer than it allows."""
    return title.translate(REFUSED_IN_SHEET_NAMES).strip(" '")[:LONGEST_SHEET_NAME].rstrip(" '")

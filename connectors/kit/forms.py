"""Reads tables that offices export or fill in: which form a sheet is, by its headers, and its lines as records.

A form is a table of the contract as a sheet. Its headers are the columns' labels, in whatever case and accents, or
other words that a source's `uploads.py` lists. Columns that no row may hold are not looked at, whatever a sheet has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from connectors.kit.cells import READERS, letters_of
from connectors.kit.contract import Column, Source, Table
from connectors.kit.folding import fold
from connectors.kit.workbook import Sheet

Record = dict[str, Any]
# Above the table stand the letterhead, the title and the period.
HEADER_ROWS = 40
# Where a record stands in its file, beside what it holds.
PLACE = "_place"


@dataclass(frozen=True)
class Place:
    """Where a record stands: the sheet's number, the line as Excel shows it, and the letters of each column."""

    sheet: int
    line: int
    letters: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A table of the contract as a sheet. `headers` are other words for its columns; `cells` read a column otherwise
    than by its type; `complete` adds to a record what its line does not say. `template` are the columns of the empty
    form, all that a cell can hold where none are named.
    """

    table: str
    title_vi: str
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cells: Mapping[str, Callable[[str], str | None]] = field(default_factory=dict)
    complete: Callable[[Record], Record] = lambda record: record
    template: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """A form in a sheet: the row of its headers (from 0), and which column of the contract stands where."""

    form: Form
    sheet: Sheet
    row: int
    columns: Mapping[str, int]


def by_name(contract: Source) -> Source:
    """The contract for records whose fields are called as its columns, as forms give them."""
    tables = {name: replace(table, columns=_by_name(table)) for name, table in contract.tables.items()}
    return replace(contract, tables=MappingProxyType(tables))


def plain_forms(contract: Source) -> tuple[Form, ...]:
    """A form for each table whose stream somebody may bring by hand: all but the lists of keys."""
    key_lists = {stream.reconcile for stream in contract.streams.values()}
    return tuple(
        Form(table.name, table.title_vi) for table in contract.tables.values() if table.stream not in key_lists
    )


def template_columns(form: Form, table: Table) -> list[Column]:
    """The columns of the empty form, in its order."""
    wanted = form.template or [column.name for column in table.landed_columns if column.type != "list"]
    return [table.columns[name] for name in wanted]


def find_form(sheet: Sheet, forms: Sequence[Form], contract: Source) -> Found | None:
    """The form that a sheet is: the one of whose columns its headers name most, among those whose key they name."""
    found = (
        Found(form, sheet, row, columns)
        for form in forms
        for row, columns in _headers(sheet, form, contract.tables[form.table])
        if _is_whole(contract.tables[form.table], form, columns)
    )
    return max(found, key=lambda each: (len(each.columns), -each.row), default=None)


def form_records(found: Found, contract: Source) -> Iterator[Record]:
    """The lines below the headers as records, {column: text}; lines without any key, numbers of columns and totals are
    passed over.
    """
    table = contract.tables[found.form.table]
    readers = {name: found.form.cells.get(name) or READERS[table.columns[name].type] for name in found.columns}
    letters = {name: letters_of(place) for name, place in found.columns.items()}
    for line, cells in enumerate(found.sheet.rows[found.row + 1 :], found.row + 2):
        texts = {name: cells[place] for name, place in found.columns.items() if place < len(cells) and cells[place]}
        if not texts or _is_numbering(cells) or not any(name in texts for name in table.key):
            continue
        record: Record = {name: readers[name](text) for name, text in texts.items() if text}
        yield {**found.form.complete(record), PLACE: Place(found.sheet.number, line, letters)}


def _by_name(table: Table) -> Mapping[str, Column]:
    return MappingProxyType({name: replace(column, paths=(name,)) for name, column in table.columns.items()})


def _headers(sheet: Sheet, form: Form, table: Table) -> Iterator[tuple[int, dict[str, int]]]:
    known = _words(form, table)
    for row, cells in enumerate(sheet.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            column = known.get(fold(cell)) if cell else None
            if column:
                columns.setdefault(column, place)
        if columns:
            yield row, columns


def _words(form: Form, table: Table) -> Mapping[str, str]:
    """{folded header: column}: the columns' labels and names, and the form's other words."""
    known: dict[str, str] = {}
    for column in table.landed_columns:
        for word in (column.label_vi, column.name, *form.headers.get(column.name, ())):
            known.setdefault(fold(word), column.name)
    return known


def _is_whole(table: Table, form: Form, columns: Mapping[str, int]) -> bool:
    """Whether the headers name the key, and besides it something."""
    return len(columns) > 1 and set(table.key) <= set(columns) | set(form.complete({}))


def _is_numbering(cells: Sequence[str | None]) -> bool:
    """Whether a row only counts the columns: (1), (2), …"""
    filled = [cell.strip("()") for cell in cells if cell]
    return (
        len(filled) > 1
        and all(text.isdigit() for text in filled)
        and filled
        == sorted(filled, key=int)
        == [str(number) for number in range(int(filled[0]), int(filled[0]) + len(filled))]
    )

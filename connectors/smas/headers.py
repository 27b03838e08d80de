"""Finds the table in a sheet and says what each of its columns holds, whatever its headers' levels and merges."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from connectors.kit.folding import fold
from connectors.kit.workbook import Sheet
from connectors.smas.words import (
    MARK_COLUMNS,
    PRIMARY_COLUMNS,
    PUPIL_COLUMNS,
    QUALITIES,
    QUALITY_GROUP,
    RESULT_COLUMNS,
    SUBJECTS,
    TERM_1,
    TERM_2,
    WHOLE_YEAR,
    WHOLES,
)

# Titles above, levels below: more than that no layout has.
TITLE_ROWS, LEVELS_ABOVE, LEVELS_BELOW = 30, 2, 3
ROLES = tuple(
    (role, re.compile(pattern))
    for group in (PUPIL_COLUMNS, MARK_COLUMNS, RESULT_COLUMNS, PRIMARY_COLUMNS)
    for role, pattern in group.items()
)
ANCHORS = ("pupil_code", "full_name")


@dataclass(frozen=True)
class Column:
    """What one column holds. `name` is the subject or quality that its headers name, `half` "1", "2" or "year"."""

    index: int
    role: str
    name: str | None
    half: str | None


@dataclass(frozen=True)
class Header:
    """The header of a table: its rows (from 0, both included) and the columns that are understood."""

    top: int
    bottom: int
    columns: tuple[Column, ...]

    def of(self, role: str) -> Column | None:
        """The first column with a role."""
        return self._first.get(role)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of all columns."""
        return frozenset(column.role for column in self.columns)

    @cached_property
    def _first(self) -> Mapping[str, Column]:
        return {column.role: column for column in reversed(self.columns)}


def find_header(sheet: Sheet) -> Header | None:
    """The header of the sheet's table: the one with the pupils' codes, else the one with their names, else none."""
    for anchor in ANCHORS:
        place = _find(sheet, anchor)
        if place:
            top, bottom = _extent(sheet, *place)
            return Header(top, bottom, tuple(_columns(sheet, top, bottom)))
    return None


def role_of(text: str) -> str | None:
    """What a single header says, by its folded text."""
    return next((role for role, pattern in ROLES if pattern.fullmatch(text)), None)


def _find(sheet: Sheet, role: str) -> tuple[int, int] | None:
    for row, cells in enumerate(sheet.rows[:TITLE_ROWS]):
        for column, cell in enumerate(cells):
            if cell and role_of(fold(cell)) == role:
                return row, column
    return None


def _extent(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    """The first and last row of the header around its anchor."""
    top = bottom = row
    for first, left, last, right in sheet.merged:
        if first <= row <= last and left <= column <= right and last - first <= LEVELS_ABOVE + LEVELS_BELOW:
            # Cells may be merged down beyond the last row that there is.
            top, bottom = first, min(last, len(sheet.rows) - 1)
    for _ in range(LEVELS_ABOVE):
        if top > 0 and _is_level(sheet.rows[top - 1]):
            top -= 1
    for _ in range(LEVELS_BELOW):
        below = sheet.rows[bottom + 1] if bottom + 1 < len(sheet.rows) else ()
        if not below or _cell(below, column) is not None or not _is_level(below):
            break
        bottom += 1
    return top, bottom


def _is_level(cells: tuple[str | None, ...]) -> bool:
    """Whether a row holds headers: a word that is known, or the numbers of the marks that a header above speaks of."""
    texts = [fold(cell) for cell in cells if cell]
    return any(_says_something(text) for text in texts)


def _says_something(text: str) -> bool:
    if role_of(text) or text in SUBJECTS or text in QUALITIES or QUALITY_GROUP.fullmatch(text):
        return True
    return bool(text) and _half((text,)) is not None and len(text) <= len("hoc ky ii")


def _columns(sheet: Sheet, top: int, bottom: int) -> Iterator[Column]:
    levels = [_filled(sheet, row, bottom) for row in range(top, bottom + 1)]
    for index in range(max(map(len, levels), default=0)):
        texts = (fold(level[index] or "") for level in levels if index < len(level))
        path = tuple(dict.fromkeys(text for text in texts if text))
        column = _column(index, path)
        if column:
            yield column


def _filled(sheet: Sheet, row: int, bottom: int) -> list[str | None]:
    """A row of the header with the texts of merged cells in every place that they cover."""
    cells = list(sheet.rows[row])
    for first, left, last, right in sheet.merged:
        if first <= row <= last and last <= bottom:
            cells += [None] * (right + 1 - len(cells))
            cells[left : right + 1] = [_cell(sheet.rows[first], left)] * (right + 1 - left)
    return cells if row == bottom else _carried(sheet, row, cells)


def _carried(sheet: Sheet, row: int, cells: list[str | None]) -> list[str | None]:
    """The same, a group's text carried to the right over columns that have a header below and none of their own."""
    below = sheet.rows[row + 1]
    carried: str | None = None
    for index in range(max(len(cells), len(below))):
        if index >= len(cells):
            cells.append(None)
        if cells[index] is not None:
            carried = cells[index] if _cell(below, index) else None
        elif _cell(below, index) and carried:
            cells[index] = carried
        else:
            carried = None
    return cells


def _column(index: int, path: tuple[str, ...]) -> Column | None:
    """What a column holds by its headers from top to bottom; the lowest that says something counts."""
    quality = _quality(path)
    if quality:
        return Column(index, "quality", quality, None)
    subject = _subject(path)
    role = next((role for text in reversed(path) if text not in SUBJECTS and (role := role_of(text))), None)
    if role or subject:
        return Column(index, role or "subject", subject, _half(path))
    return None


def _subject(path: tuple[str, ...]) -> str | None:
    named = [SUBJECTS[text] for text in reversed(path) if text in SUBJECTS]
    lowest = next(iter(named), None)
    return next((whole for whole in named if whole == WHOLES.get(str(lowest))), lowest)


def _quality(path: tuple[str, ...]) -> str | None:
    is_grouped = any(QUALITY_GROUP.fullmatch(text) for text in path)
    for text in reversed(path):
        if text in QUALITIES and (is_grouped or text not in SUBJECTS):
            return QUALITIES[text]
    return None


def _half(path: tuple[str, ...]) -> str | None:
    for text in reversed(path):
        for half, pattern in (("1", TERM_1), ("2", TERM_2), ("year", WHOLE_YEAR)):
            if pattern.fullmatch(text):
                return half
    return None


def _cell(cells: tuple[str | None, ...], index: int) -> str | None:
    return cells[index] if index < len(cells) else None

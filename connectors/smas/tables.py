"""One sheet as a table of pupils: which kind of table it is, and its lines without titles, numbers and totals."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from connectors.kit.folding import fold
from connectors.kit.workbook import Sheet
from connectors.smas import cells
from connectors.smas.headers import Column, Header
from connectors.smas.titles import said_after
from connectors.smas.words import COMMENTS, PRIMARY_LEVELS, SUBJECTS, TOTALS

RESULTS = frozenset({"learning", "conduct", "title", "absent_permitted", "absent_unpermitted", "is_promoted"})
MARKS = frozenset({"regular", "midterm", "final", "average", "average_term_1", "average_term_2", "average_year"})
LIST = frozenset({"birth_date", "ethnicity", "enrolment", "sex", "ministry_code", "identity_number", "left_date"})
LEVELS = frozenset({*COMMENTS, *PRIMARY_LEVELS})
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Columns more than a fifth of whose cells are words hold something else than marks.
WORDS_IN_FIVE = 1


@dataclass(frozen=True)
class Line:
    """One pupil's line: its number as Excel shows it, and its cells."""

    number: int
    cells: tuple[str | None, ...]

    def at(self, column: Column | None) -> str | None:
        """The cell in a column, where there is such a column."""
        return None if column is None or column.index >= len(self.cells) else self.cells[column.index]


@dataclass(frozen=True)
class Table:
    """A sheet's table. `class_name` and `subject` are what the lines above it say for all of its lines."""

    sheet: Sheet
    header: Header
    class_name: str | None
    subject: str | None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The pupils' lines."""
        return tuple(self._lines())

    def person(self, line: Line) -> dict[str, Any]:
        """Who a line is about and where it stands, as all tables have it."""
        name = cells.class_name(line.at(self.header.of("class_name"))) or self.class_name
        return {
            "pupil_code": cells.pupil_code(line.at(self.header.of("pupil_code"))),
            "class_name": name,
            "grade": cells.grade(name) or cells.grade(line.at(self.header.of("grade"))),
            "sheet": self.sheet.number,
            "sheet_row": line.number,
        }

    def address(self, line: Line, column: Column) -> str:
        """A cell's name as Excel shows it: F17."""
        letters, index = "", column.index + 1
        while index:
            index, letter = divmod(index - 1, len(LETTERS))
            letters = LETTERS[letter] + letters
        return f"{letters}{line.number}"

    def may_hold_names(self, column: Column) -> bool:
        """Whether so many cells of a column are words that they may be names."""
        return self._wordy.get(column.index, False)

    @cached_property
    def _wordy(self) -> dict[int, bool]:
        found = {}
        for column in self.header.columns:
            filled = [cell for line in self.lines if (cell := line.at(column))]
            words = sum(map(_is_word, filled))
            found[column.index] = words > 1 and words * 5 > len(filled) * WORDS_IN_FIVE
        return found

    def _lines(self) -> Iterator[Line]:
        code, number = self.header.of("pupil_code"), self.header.of("number")
        names = [column for column in self.header.columns if column.role == "full_name"]
        for index in range(self.header.bottom + 1, len(self.sheet.rows)):
            line = Line(index + 1, self.sheet.rows[index])
            is_counted = (line.at(number) or "").isdigit() and any(map(line.at, names)) and not _is_total(line)
            if (cells.pupil_code(line.at(code)) or is_counted) and not _is_numbering(line):
                yield line


def table_of(sheet: Sheet, header: Header) -> Table:
    """The table of pupils below a sheet's header."""
    subject = said_after("mon( hoc)?", sheet, header.top)
    known = next((SUBJECTS[text] for text in (fold(subject or ""), fold(sheet.name)) if text in SUBJECTS), None)
    said = cells.class_name(said_after("lop", sheet, header.top)) or cells.class_name(_class_in(sheet.name))
    return Table(sheet, header, said, known)


def kind_of(table: Table) -> str | None:
    """primary, mark, result or list, by the columns; None where pupils cannot be told apart or nothing is said."""
    roles = table.header.roles
    if "pupil_code" not in roles or not any(
        cells.pupil_code(line.at(table.header.of("pupil_code"))) for line in table.lines
    ):
        return None
    if roles & {"quality", "level", "is_completed"}:
        return "primary"
    if roles & MARKS and (table.subject or any(column.name for column in table.header.columns)):
        return "mark"
    if roles & RESULTS or "subject" in roles:
        return "result"
    return "list" if roles & LIST or not roles & MARKS else None


def _is_word(cell: str) -> bool:
    """Whether a cell is neither a mark nor a level."""
    text = fold(cell)
    return cells.mark(cell).fault is not None and not cell[0].isdigit() and text not in LEVELS


def _class_in(name: str) -> str | None:
    """A class in a sheet's name: "6A", "Lớp 6A", "6A Toán"."""
    words = [word for word in name.upper().replace("LỚP", " ").replace("LOP", " ").split() if word[0].isdigit()]
    return words[0] if words else None


def _is_numbering(line: Line) -> bool:
    """The row of column numbers, 1, 2, 3 … below the headers."""
    filled = [cell for cell in line.cells if cell]
    return len(filled) > 1 and filled[:3] == [str(number) for number in range(1, len(filled[:3]) + 1)]


def _is_total(line: Line) -> bool:
    return any(TOTALS.fullmatch(fold(cell)) for cell in line.cells[:6] if cell)

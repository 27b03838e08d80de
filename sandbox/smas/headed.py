"""A sheet with its titles and a header of several levels over a table, as the schools' programs print it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.smas.habits import Habit
from sandbox.smas.paper import Cell, Paper
from sandbox.smas.terms import Term

# Titles stand from column D; the header begins in row 5.
TITLE_COLUMN, HEADER_ROW = 3, 4
TOTAL_COLUMN = 2


@dataclass(frozen=True)
class Head:
    """One column's headers from top to bottom: equal neighbours of a level are merged, and what has none below."""

    texts: tuple[str, ...]


def heads(*texts: str | tuple[str, ...]) -> list[Head]:
    """Columns by their headers: one text, or one a level."""
    return [Head((text,) if isinstance(text, str) else text) for text in texts]


@dataclass(frozen=True)
class Page:
    """What stands above the table: a title, and beside it what the sheet is of."""

    name: str
    title: str
    of_class: str | None = None
    of_subject: str | None = None


def headed(habit: Habit, term: Term, page: Page, columns: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> Paper:
    """The sheet: titles, merged headers, a row of numbers and a row of totals where the school has them."""
    depth = max(len(column.texts) for column in columns)
    paper = Paper(page.name)
    paper.rows += _titles(habit, term, page)
    paper.rows += [()] * (HEADER_ROW - len(paper.rows))
    paper.rows += [tuple(_level(columns, level, depth)) for level in range(depth)]
    paper.merged += _merges(columns, depth)
    if habit.has_numbering:
        paper.rows.append(tuple(range(1, len(columns) + 1)))
    paper.rows += rows
    if habit.has_totals:
        paper.rows.append((None,) * TOTAL_COLUMN + (f"Tổng cộng: {len(rows)} học sinh",))
        paper.rows += [(), (None,) * (len(columns) - 2) + ("Hiệu trưởng",)]
    return paper


def renamed(page: Page, name: str) -> Page:
    """The same page under another name of its sheet."""
    return replace(page, name=name)


def _titles(habit: Habit, term: Term, page: Page) -> list[tuple[Cell, ...]]:
    year = f"Năm học {term.school_year}"
    third = f"Mã trường: {habit.school.code}" if habit.is_named_in_words else None
    rows: list[tuple[Cell, ...]] = [
        (habit.authority, None, None, page.title),
        (habit.school.name, None, None, f"{year} - {term.name.split(' 20')[0]}"),
        (
            f"Lớp: {page.of_class}" if page.of_class else third,
            None,
            None,
            page.of_subject and f"Môn học: {page.of_subject}",
        ),
    ]
    if page.of_class and third:
        rows.append((third,))
    return rows


def _level(columns: Sequence[Head], level: int, depth: int) -> list[Cell]:
    """One row of the header; a text that is merged from the left or from above is left out."""
    found: list[Cell] = []
    for index, column in enumerate(columns):
        text = column.texts[level] if level < len(column.texts) else None
        before = columns[index - 1].texts if index else ()
        repeats = level < len(column.texts) - 1 and before[: level + 1] == column.texts[: level + 1]
        found.append(None if repeats else text)
    return found


def _merges(columns: Sequence[Head], depth: int) -> list[tuple[int, int, int, int]]:
    found = []
    for index, column in enumerate(columns):
        last = len(column.texts) - 1
        if last < depth - 1:
            found.append((HEADER_ROW + last, index, HEADER_ROW + depth - 1, index))
    for level in range(depth - 1):
        start = 0
        for index in range(1, len(columns) + 1):
            group = columns[start].texts
            same = index < len(columns) and columns[index].texts[: level + 1] == group[: level + 1]
            if same and level < len(group) - 1 and level < len(columns[index].texts) - 1:
                continue
            if index - start > 1:
                found.append((HEADER_ROW + level, start, HEADER_ROW + level, index - 1))
            start = index
    return found

"""Reads whose workbook it is: school, school year, term and authority, from the lines above the tables and its name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from connectors.kit.folding import fold
from connectors.kit.workbook import Sheet

# Titles stand at the top; a table's own rows are not asked.
TITLE_ROWS = 12
SCHOOL_CODE = re.compile(r"(?<![0-9])(51[0-9]{6,8})(?![0-9])")
CODE_LABEL = re.compile(r"ma (so )?truong|ma don vi")
SCHOOL_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})\s*[-–—/_]\s*(20[0-9]{2})(?![0-9])")
# What a title says of the term, by its folded text; the first that is found holds.
TERMS = (
    ("mid_term_1", re.compile(r"\b(giua|gk) ?(hoc )?(ky|ki|hk)? ?(i|1)\b|\bgk ?1\b|\bgiua hk ?(i|1)\b")),
    ("mid_term_2", re.compile(r"\b(giua|gk) ?(hoc )?(ky|ki|hk)? ?(ii|2)\b|\bgk ?2\b|\bgiua hk ?(ii|2)\b")),
    ("year", re.compile(r"\b(ca nam|cuoi nam|hoc (ky|ki) ?(ii|2)|hk ?(ii|2)|cuoi (ky|ki) ?(ii|2)|ck ?2)\b")),
    ("term_1", re.compile(r"\b(hoc (ky|ki) ?(i|1)|hk ?(i|1)|cuoi (ky|ki) ?(i|1)|ck ?1)\b")),
)
WHOLE_YEAR = re.compile(r"\b(ca nam|cuoi nam)\b")
# Short for "cả năm" in a file's name; in a title it may be a subject.
NAME_OF_YEAR = re.compile(r"\bcn\b")
AUTHORITIES = (
    ("PHONG_GDDT", re.compile(r"\bphong (gd|giao duc)")),
    ("UBND_XA", re.compile(r"\b(ubnd|uy ban nhan dan) (xa|phuong)\b")),
)


@dataclass(frozen=True)
class Place:
    """Whose and of when a workbook is. `differs`: its titles and its file name speak of two schools, or of two terms
    (`term_differs`).
    """

    school_code: str | None
    school_year: str | None
    term: str | None
    managed_by: str | None
    differs: bool = False
    term_differs: bool = False


def place_of(texts: list[str], file_name: str | None) -> Place:
    """What the titles of all sheets say, and where they are silent the name of the file."""
    said = [fold(text) for text in texts]
    named = file_name or ""
    own, by_name = _code_said(texts), _first(SCHOOL_CODE, [named])
    term, term_by_name = _term(said), _term_in_name(fold(named))
    return Place(
        school_code=own or by_name,
        school_year=_year(texts) or _year([named]),
        term=term or term_by_name,
        managed_by=next((who for who, pattern in AUTHORITIES if any(map(pattern.search, said))), None),
        differs=bool(own and by_name and own != by_name),
        term_differs=bool(term and term_by_name and term != term_by_name),
    )


def said_after(label: str, sheet: Sheet, above: int) -> str | None:
    """What follows "Lớp:" or "Môn học:" in a sheet's titles above row `above`, in its own cell or the next that is not
    empty.
    """
    for cells in sheet.rows[:above]:
        for index, cell in enumerate(cells):
            if cell is None or not re.match(rf"{label}\b", fold(cell)):
                continue
            _, colon, rest = cell.partition(":")
            if rest.strip():
                return rest.strip()
            if colon or fold(cell) == label:
                return next((after for after in cells[index + 1 :] if after), None)
    return None


def term_of(texts: Iterable[str]) -> str | None:
    """The term that one sheet's own titles say."""
    return _term([fold(text) for text in texts])


def titles_of(sheet: Sheet, above: int | None) -> Iterator[str]:
    """What stands above the header in row `above` of a sheet's table, or at the top of a sheet without one."""
    for index, cells in enumerate(sheet.rows[:TITLE_ROWS]):
        filled = [cell for cell in cells if cell]
        is_line = len(filled) > 1 and filled[0].isdigit()
        # Columns are headed side by side, so that a lone cell is a title, whatever it says.
        is_header = above is not None and index >= above and len(filled) > 1
        if is_line or is_header:
            break
        yield from filled


def _code_said(texts: list[str]) -> str | None:
    """The school's code where a label says that it is one: pupils' codes begin with the same digits."""
    for index, text in enumerate(texts):
        if CODE_LABEL.match(fold(text)):
            found = _first(SCHOOL_CODE, texts[index : index + 2])
            if found:
                return found
    return None


def _year(texts: list[str]) -> str | None:
    for text in texts:
        found = SCHOOL_YEAR.search(text)
        if found and int(found[2]) == int(found[1]) + 1:
            return f"{found[1]}-{found[2]}"
    return None


def _term(texts: list[str]) -> str | None:
    """The term of the whole book: one that says "cả năm" anywhere is a year's, whatever else it holds. A mid-term's
    class list may speak of the semester.
    """
    if any(map(WHOLE_YEAR.search, texts)):
        return "year"
    said = {term for term in map(_term_of, texts) if term}
    return next((term for term in ("mid_term_1", "mid_term_2", "year", "term_1") if term in said), None)


def _term_in_name(name: str) -> str | None:
    return _term([name]) or ("year" if NAME_OF_YEAR.search(name) else None)


def _term_of(text: str) -> str | None:
    return next((term for term, pattern in TERMS if pattern.search(text)), None)


def _first(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    return next((found[1] for text in texts if (found := pattern.search(text))), None)

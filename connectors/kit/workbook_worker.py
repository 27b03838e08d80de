"""Reads one workbook from standard input and writes its visible sheets as JSON: a program of its own.

A hostile or broken file may make any reader crash, hang or take all memory. So it is read in a process that has little
memory and nothing else to lose; `opening` starts it, and judges by how it ended. Formulas are never evaluated: the
value that the writing program stored is taken.
"""

import datetime
import io
import re
import resource
import sys
import zipfile
from typing import Any

import orjson
from python_calamine import (
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY_BYTES, WORN_BYTES, CPU_SECONDS = 320 * 1024 * 1024, 120 * 1024 * 1024, 20
LENGTH_BYTES = 8
# The largest school has some 2,000 pupils; a year's summary has some 60 columns.
MOST_ROWS, MOST_CELLS, MOST_SHEETS = 20_000, 600_000, 400
# What the parts of one .xlsx may hold when unpacked.
MOST_UNPACKED_BYTES = 150 * 1024 * 1024
ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>.{0,2000}?<v>([^<]{1,12})</v>', re.DOTALL
)
SHEET = re.compile(rb'<sheet\b[^>]*\br:id="([^"]+)"')
TARGET = re.compile(rb"<Relationship\b[^>]*>")
COLUMN_BASE = 26


class TooLarge(Exception):
    """More than any school's workbook holds: the flaw by which it is told."""


def main() -> None:
    """Answer questions until there are no more: each is the length of a file in eight bytes, then the file; so are the
    answers, JSON: {sheets: [{number, name, rows, merged}], sheet_count} or {flaw}, and whether it is the `last`.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while length := asked.read(LENGTH_BYTES):
        _grant_time()
        said = answer(asked.read(int.from_bytes(length, "big")))
        # What a large file leaves behind would be counted against the next one.
        is_last = _size() > WORN_BYTES
        text = orjson.dumps({**said, "last": is_last})
        answered.write(len(text).to_bytes(LENGTH_BYTES, "big") + text)
        answered.flush()
        if is_last:
            return


def _size() -> int:
    """Bytes of this process now. Not the largest so far, which counts what it was begun by."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (pathlib is a quarter of the time to start)
        return int(file.read().split()[1]) * resource.getpagesize()


def _grant_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(content: bytes) -> dict[str, Any]:
    """The workbook's visible sheets, or the flaw for which it cannot be read."""
    try:
        return read(content)
    except PasswordError:
        return {"flaw": "password"}
    except TooLarge as error:
        return {"flaw": str(error)}
    except MemoryError:
        return {"flaw": "too_large"}
    except Exception:  # whatever a broken file makes of the reader, it is this file's fault
        return {"flaw": "corrupt"}


def read(content: bytes) -> dict[str, Any]:
    """The cells of every visible sheet as text, by their places. Raises what calamine raises, and `TooLarge`."""
    errors = _error_cells(content) if content.startswith(b"PK") else {}
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(book.sheets_metadata) > MOST_SHEETS:
        raise TooLarge("too_large")
    sheets, cell_count = [], 0
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(index)
        bottom, right = sheet.end or (-1, -1)
        cell_count += (bottom + 1) * (right + 1)
        if bottom >= MOST_ROWS:
            raise TooLarge("too_many_rows")
        if cell_count > MOST_CELLS:
            raise TooLarge("too_large")
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _put(rows, errors.get(index, {}))
        sheets.append({"number": index + 1, "name": about.name, "rows": rows, "merged": sheet.merged_cell_ranges or []})
    return {"sheets": sheets, "sheet_count": len(book.sheets_metadata)}


def _text(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return "x" if cell else None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def _put(rows: list[list[str | None]], errors: dict[tuple[int, int], str]) -> None:
    """Show the errors of formulas, which calamine leaves out."""
    for (row, column), text in errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text


def _error_cells(content: bytes) -> dict[int, dict[tuple[int, int], str]]:
    """{index of the sheet: {(row, column) from 0: "#DIV/0!"}} of an .xlsx. Raises `TooLarge`, before unpacking."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED_BYTES:
            raise TooLarge("too_large")
        names = _sheet_names(parts)
        return {index: _errors_of(parts.read(name)) for index, name in enumerate(names) if name in parts.NameToInfo}


def _sheet_names(parts: zipfile.ZipFile) -> list[str]:
    """The names of the sheets' parts in workbook order."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(parts.NameToInfo):
        return []
    targets = {}
    for relation in TARGET.findall(parts.read("xl/_rels/workbook.xml.rels")):
        identity, target = (re.search(rb"\b" + name + rb'="([^"]+)"', relation) for name in (b"Id", b"Target"))
        if identity and target:
            path = target[1].decode(errors="replace").removeprefix("/xl/").removeprefix("/")
            targets[identity[1]] = path if path.startswith("xl/") else f"xl/{path}"
    return [targets.get(identity, "") for identity in SHEET.findall(parts.read("xl/workbook.xml"))]


def _errors_of(xml: bytes) -> dict[tuple[int, int], str]:
    if b't="e"' not in xml:
        return {}
    return {_place(found[1].decode()): found[2].decode(errors="replace") for found in ERROR_CELL.finditer(xml)}


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * COLUMN_BASE + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


if __name__ == "__main__":
    main()

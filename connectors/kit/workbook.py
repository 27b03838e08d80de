"""Opens a workbook, or says by one word why it cannot be: nothing here raises for whatever the file holds."""

import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

WORKER = Path(__file__).with_name("workbook_worker.py")
# The worker gives up by itself after far less of the processor's time.
SECONDS = 180.0
# Compound files: .xls, and whatever Office encrypts. Names of their parts are UTF-16.
COMPOUND, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED, MACROS, BOOK = (name.encode("utf-16-le") for name in ("EncryptedPackage", "_VBA_PROJECT", "Workbook"))
OLD_BOOK = "Book".encode("utf-16-le") + b"\0\0"
# An empty archive has no first part.
EMPTY_ZIP = b"PK\x05\x06"


@dataclass(frozen=True)
class Sheet:
    """One visible sheet. `number` counts all sheets from 1; `rows` are texts from A1; `merged` are (top, left, bottom,
    right), from 0, both included.
    """

    number: int
    name: str
    rows: tuple[tuple[str | None, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class Opened:
    """What a file is: its visible sheets, or the flaw for which it has none."""

    sheets: tuple[Sheet, ...] = ()
    sheet_count: int | None = None
    flaw: str | None = None


def open_workbook(content: bytes) -> Opened:
    """The visible sheets of an .xlsx or .xls file, or its flaw: password, corrupt, empty, macro, not_a_workbook,
    too_many_rows or too_large.
    """
    flaw = _flaw_at_sight(content)
    return Opened(flaw=flaw) if flaw else _read(content)


def _flaw_at_sight(content: bytes) -> str | None:
    if not content:
        return "empty"
    if content.startswith(COMPOUND):
        return _flaw_of_compound(content)
    if content.startswith(EMPTY_ZIP):
        return "not_a_workbook"
    return _flaw_of_zip(content) if content.startswith(ZIP) else "not_a_workbook"


def _flaw_of_compound(content: bytes) -> str | None:
    if ENCRYPTED in content:
        return "password"
    if MACROS in content:
        return "macro"
    return None if BOOK in content or OLD_BOOK in content else "not_a_workbook"


def _flaw_of_zip(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeError):
        return "corrupt"
    if "xl/vbaProject.bin" in names:
        return "macro"
    return None if "xl/workbook.xml" in names else "not_a_workbook"


def _read(content: bytes) -> Opened:
    """What the worker says; one that dies or takes too long does so because of the file."""
    command = [sys.executable, "-I", str(WORKER)]
    try:
        ended = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Opened(flaw="too_large")
    if ended.returncode < 0 or b"memory allocation" in ended.stderr:
        return Opened(flaw="too_large")
    if ended.returncode > 0:
        return Opened(flaw="corrupt")
    answer = orjson.loads(ended.stdout)
    if "flaw" in answer:
        return Opened(flaw=answer["flaw"])
    return Opened(tuple(map(_sheet, answer["sheets"])), answer["sheet_count"])


def _sheet(raw: dict[str, Any]) -> Sheet:
    rows = tuple(tuple(cell and unicodedata.normalize("NFC", cell) for cell in row) for row in raw["rows"])
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in raw["merged"])
    return Sheet(raw["number"], raw["name"], rows, merged)

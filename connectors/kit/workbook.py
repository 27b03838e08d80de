"""Opens a workbook, or says by one word why it cannot be: nothing here raises for whatever the file holds."""

import select
import subprocess
import sys
import threading
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

WORKER = Path(__file__).with_name("workbook_worker.py")
# The worker gives up by itself after far less of the processor's time.
SECONDS, PATIENCE_S, LENGTH_BYTES = 180.0, 1.0, 8
# Compound files: .xls, and whatever Office encrypts. Names of their parts are UTF-16.
COMPOUND, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED, MACROS, BOOK = (name.encode("utf-16-le") for name in ("EncryptedPackage", "_VBA_PROJECT", "Workbook"))
OLD_BOOK = "Book".encode("utf-16-le") + b"\0\0"
SECTOR = 512
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
    if BOOK in content or OLD_BOOK in content:
        return None
    # The list of parts stands where the header says; of a file that was cut off it is missing.
    return "corrupt" if _place_of_parts(content) >= len(content) else "not_a_workbook"


def _place_of_parts(content: bytes) -> int:
    return (int.from_bytes(content[48:52], "little") + 1) * SECTOR


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
    """What the worker says."""
    with _one_at_a_time:
        answer = _worker.ask(content)
    if "flaw" in answer:
        return Opened(flaw=answer["flaw"])
    return Opened(tuple(map(_sheet, answer["sheets"])), answer["sheet_count"])


class _Worker:
    """The process that reads workbooks, begun anew where a file has ended it. It ends by itself when we do."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, content: bytes) -> dict[str, Any]:
        """The worker's answer about one file; one that dies or takes too long does so because of the file."""
        process = self._process = self._process or self._begun()
        try:
            answer = self._exchange(process, content)
        except (TimeoutError, BrokenPipeError, EOFError):
            return {"flaw": self._flaw_by_end()}
        if answer["last"]:
            self._end()
        return answer

    def _begun(self) -> "subprocess.Popen[bytes]":
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([sys.executable, "-I", str(WORKER)], **pipes)  # type: ignore[call-overload,no-any-return]

    def _exchange(self, process: "subprocess.Popen[bytes]", content: bytes) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
        process.stdin.flush()
        if not select.select([process.stdout], [], [], SECONDS)[0]:
            raise TimeoutError
        length = process.stdout.read(LENGTH_BYTES)
        text = process.stdout.read(int.from_bytes(length, "big"))
        if not text:
            raise EOFError
        answer: dict[str, Any] = orjson.loads(text)
        return answer

    def _flaw_by_end(self) -> str:
        """Killed by a limit: too large. By an error of the reader's own: corrupt."""
        code = self._end()
        return "too_large" if code < 0 else "corrupt"

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        try:
            return process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


_worker, _one_at_a_time = _Worker(), threading.Lock()


def _sheet(raw: dict[str, Any]) -> Sheet:
    rows = tuple(tuple(cell and unicodedata.normalize("NFC", cell) for cell in row) for row in raw["rows"])
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in raw["merged"])
    return Sheet(raw["number"], raw["name"], rows, merged)

"""What one cell of an exported table says, as the text that lands: dates day first, numbers with a decimal comma.

What cannot be read stays as it stands: the contract judges it, and the person who brought it sees the cell.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from config.clock import TIMEZONE
from connectors.kit.folding import fold

DAY_FIRST = re.compile(
    r"(?:(\d{1,2}):(\d{2})(?::(\d{2}))?,? )?(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
    r"(?:[ T,]+(\d{1,2})[:hg](\d{2})(?::(\d{2}))?)?"
)
YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?")
# Days are counted from here by .xlsx and .xls, 1900 being taken for a leap year.
SERIAL_START, SERIALS = date(1899, 12, 30), range(20_000, 60_000)
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
YES, NO = frozenset({"x", "co", "dung", "1", "true", "roi", "da"}), frozenset({"khong", "sai", "0", "false", "chua"})
PARTED = re.compile(r"\s*[;,]\s*")
ALPHABET = 26


def letters_of(column: int) -> str:
    """How Excel names a column, from 0: A … Z, AA …"""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % ALPHABET) + letters
        column = column // ALPHABET - 1
    return letters


def instant_text(cell: str) -> str:
    """A date or an instant in Vietnamese time, as ISO with its offset."""
    moment = _moment(cell)
    return cell if moment is None else moment.replace(tzinfo=TIMEZONE).isoformat()


def date_text(cell: str) -> str:
    """A date as yyyy-mm-dd."""
    moment = _moment(cell)
    return cell if moment is None else moment.date().isoformat()


def whole_text(cell: str) -> str:
    """A whole number without groups: "1.234" is 1234."""
    plain = decimal_text(cell)
    return plain.replace(".", "") if GROUPED.fullmatch(plain) else plain


def decimal_text(cell: str) -> str:
    """A number with a decimal point: "1.234,5" is 1234.5, "1.234" stays, since a workbook writes it so."""
    if "," in cell and GROUPED.fullmatch(cell):
        return cell.replace(".", "").replace(",", ".")
    parted = COMMA.fullmatch(cell)
    return f"{parted[1]}.{parted[2]}" if parted else cell.removesuffix(".0")


def boolean_text(cell: str) -> str:
    """true or false."""
    said = fold(cell)
    return "true" if said in YES else "false" if said in NO else cell


def _moment(cell: str) -> datetime | None:
    if cell.isdigit() and int(cell) in SERIALS:
        return datetime.combine(SERIAL_START + timedelta(days=int(cell)), datetime.min.time())
    parts = _parts(cell)
    try:
        return datetime(*parts) if parts else None
    except ValueError:
        return None


def _parts(cell: str) -> tuple[int, int, int, int, int, int] | None:
    """Year, month, day, hour, minute, second as a cell names them."""
    year_first = YEAR_FIRST.fullmatch(cell)
    if year_first:
        year, month, day, *clock_time = year_first.groups()
    elif day_first := DAY_FIRST.fullmatch(cell):
        *before, day, month, year, hour, minute, second = day_first.groups()
        clock_time = before if before[0] else [hour, minute, second]
    else:
        return None
    hours, minutes, seconds = (int(part or 0) for part in clock_time)
    return int(year), int(month), int(day), hours, minutes, seconds


def codes_list(field: str) -> Callable[[str], Any]:
    """Reads codes parted by ; or , as a list of {field: code}."""
    return lambda cell: [{field: code} for code in PARTED.split(cell) if code]


def _same(cell: str) -> str:
    return cell


def _list(cell: str) -> Any:
    """A list as JSON, as the source's own interface gives it."""
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError:
        return cell


READERS: Mapping[str, Callable[[str], Any]] = {
    "code": _same,
    "text": _same,
    "integer": whole_text,
    "decimal": decimal_text,
    "instant": instant_text,
    "date": date_text,
    "boolean": boolean_text,
    "list": _list,
}

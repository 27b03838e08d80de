"""What stands in one cell: a mark, a date, a count, a class, a pupil's code; and what of it a message may quote."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from connectors.kit.contract import HIDDEN
from connectors.kit.folding import fold
from connectors.smas.words import EXEMPT, YES

NOTHING = frozenset({"-", "--", "—", "–", "/", "."})
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,17})?")
WHOLE = re.compile(r"[0-9]{1,4}")
CLASS = re.compile(r"[1-9][0-9A-Z./_-]{0,7}")
GRADE = re.compile(r"[1-9]")
CODE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9._/-]{4,24}")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# Days are counted from here by .xlsx and .xls, 1900 being taken for a leap year.
SERIAL_START, SERIALS = date(1899, 12, 30), range(20_000, 60_000)
FORMULA_ERROR = re.compile(r"#[A-Z/0]{2,7}[!?]?")
# At most six letters and eight digits: what messages may quote (docs/interfaces.md 4).
MOST_LETTERS, MOST_DIGITS = 6, 8
TENTH, HIGHEST = Decimal("0.1"), Decimal(10)
# What a formula's floating result may lie beside its true value.
NOISE = Decimal("0.000001")


@dataclass(frozen=True)
class Mark:
    """A mark as text with at most one decimal, that the pupil is exempt, or the text of a cell that is neither."""

    value: str | None = None
    fault: str | None = None
    is_exempt: bool = False


@lru_cache(maxsize=8192)
def mark(cell: str | None) -> Mark:
    """A mark from 0 to 10, decimal point or comma; stored results of formulas are rounded as they are shown."""
    if cell is None or cell in NOTHING:
        return Mark()
    if fold(cell) in EXEMPT:
        return Mark(is_exempt=True)
    if not NUMBER.fullmatch(cell):
        return Mark(fault=cell)
    exact = Decimal(cell.replace(",", "."))
    if not 0 <= exact.quantize(NOISE) <= HIGHEST:
        return Mark(fault=cell)
    # An addition takes the sign from a zero.
    return Mark(value=str(exact.quantize(TENTH, ROUND_HALF_UP) + 0).removesuffix(".0"))


@lru_cache(maxsize=1024)
def whole_mark(cell: str | None) -> Mark:
    """A mark of a primary school: a whole number from 1 to 10 (TT 27/2020)."""
    found = mark(cell)
    if found.value is not None and ("." in found.value or found.value == "0"):
        return Mark(fault=cell)
    return found


def quoted(text: str, *, may_be_name: bool) -> str:
    """What a message may say of a cell: a number, a formula's error, at most six letters; else that it is hidden.

    `may_be_name`: the column holds much that is no mark, so that short words are names there.
    """
    if FORMULA_ERROR.fullmatch(text):
        return text
    if NUMBER.fullmatch(text):
        return text.replace(".", ",") if sum(map(str.isdigit, text)) <= MOST_DIGITS else HIDDEN
    letters = text.replace(" ", "")
    is_short = len(letters) <= MOST_LETTERS and letters.isalpha()
    return text if is_short and not may_be_name else HIDDEN


def pupil_code(cell: str | None) -> str | None:
    """A pupil's code; what does not look like one is none, so that no name is taken for a code."""
    return cell if cell and CODE.fullmatch(cell) else None


def class_name(cell: str | None) -> str | None:
    """ "Lớp 6 A1" and "6a1" are 6A1."""
    if cell is None:
        return None
    plain = re.sub(r"^L[ỚO]P\s*:?", "", cell.upper().strip()).replace(" ", "")
    return plain if CLASS.fullmatch(plain) else None


def grade(cell: str | None) -> int | None:
    """The grade that a class or a grade's name begins with: "6A", "Khối 6"."""
    plain = re.sub(r"^kh[oố]i\s*", "", (cell or "").strip().lower())
    return int(plain[0]) if GRADE.match(plain) and not plain[:2].isdigit() else None


def count(cell: str | None) -> int | None:
    """A whole number; nothing and a dash are none."""
    plain = (cell or "").removesuffix(".0")
    return int(plain) if WHOLE.fullmatch(plain) else None


def is_yes(cell: str | None) -> bool:
    """Whether a box is ticked or says so in words."""
    return cell is not None and fold(cell) in YES


def iso_date(cell: str | None) -> str | None:
    """A date written day first, year first or as a serial number, as yyyy-mm-dd; what is none of them as it stands."""
    if cell is None:
        return None
    if cell.isdigit() and int(cell) in SERIALS:
        return (SERIAL_START + timedelta(days=int(cell))).isoformat()
    found = DAY_FIRST.fullmatch(cell)
    if found:
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    return cell

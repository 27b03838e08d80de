"""Diagnoses that may land: none of HIV, of mental health or of intentional self-harm, however their codes are written.

What no longer looks like a code of ICD-10 lands hidden, so that neither rows nor messages can hold a word of it.
"""

import re
from collections.abc import Mapping, Sequence

from connectors.kit.contract import HIDDEN

# Signs of dagger and asterisk belong to the code; whatever else is no letter or digit is a slip.
SLIPS = re.compile(r"[^A-Z0-9]")
# HIV and what is told around it; mental health with its care, screening and history; intentional self-harm with its
# history; families' histories of them. A code of which only the first digit is left may be one of them.
WITHHELD = re.compile(
    r"B2([0-4]|$)|Z21|R75|Z114|Z717|Z206|Z830|O987"
    r"|F[0-9]|O993|Z032|Z046|Z093|Z133|Z50[2-4]|Z543|Z71[45]|Z81|Z865"
    r"|X[67]([0-9]|$)|X8([0-4]|$)|Y870|Z915"
)
# Letters that keyboards put in place of digits.
DIGITS = str.maketrans("OIL", "011")
CODE_LIKE = re.compile(r"[A-Z][0-9]{1,2}(?:\.?[0-9A-Z]{1,2})?[*+†]?")
MOST = 24


def codes(text: str | None) -> list[str]:
    """The diagnoses of a field, one or several by ";" or ",", without those that never land."""
    return [_shown(part) for part in _parts(text) if not _is_withheld(part)]


def main_code(text: str | None) -> str | None:
    """The first diagnosis that may land; None where there is none."""
    return next(iter(codes(text)), None)


def as_list(found: Sequence[str]) -> list[Mapping[str, str]]:
    """Diagnoses in the form of a column of type list."""
    return [{"code": code} for code in found]


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[;,|/\s]+", (text or "").upper()) if part.strip()][:MOST]


def _is_withheld(part: str) -> bool:
    """Also where letters stand for digits, or signs stand within."""
    plain = SLIPS.sub("", part)
    return WITHHELD.match(plain[:1] + plain[1:].translate(DIGITS)) is not None


def _shown(part: str) -> str:
    return part.rstrip("*+†") if CODE_LIKE.fullmatch(part) else HIDDEN

"""Which agency an exported list means: by its code, or by the name that config/agencies.csv gives it on a day."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from config.settings import PROJECT
from connectors.kit.folding import fold

CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[HG]\d{2}(?:\.\d{2,3})*")
FORMER = re.compile(r"\s*\(cũ\)$")
ALWAYS = "9999-12-31"
# Written in front of names on forms: of the committee above, and of the form itself.
PREFIXES = re.compile(r"^(don vi (bao cao|gui|tong hop) |co quan (bao cao|giai quyet) )")
SHORT = (("uy ban nhan dan", "ubnd"), ("trung tam phuc vu hanh chinh cong", "trung tam pvhcc"))


def agency_code(text: str, day: date | None = None) -> str | None:
    """The code of an agency that a cell names by code or name, valid on `day` where a name had two; None if unknown."""
    plain = text.strip()
    if CODE.fullmatch(plain):
        return plain
    in_brackets = re.search(rf"\(({CODE.pattern})\)", plain)
    if in_brackets:
        return in_brackets[1]
    named = _by_name().get(_plain(plain), {})
    on_day = (day or date.max).isoformat()
    valid = [code for code, (first, last) in named.items() if first <= on_day <= last]
    return max(valid or (named if day is None else ()), default=None)


def _plain(name: str) -> str:
    plain = PREFIXES.sub("", fold(name))
    for long, short in SHORT:
        plain = plain.replace(long, short)
    return plain


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """{folded name: {code: (first day, last day)}}."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    with (PROJECT / "config" / "agencies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = _plain(FORMER.sub("", row["name_vi"]))
            found.setdefault(name, {})[row["code"]] = (row["valid_from"], row["valid_to"] or ALWAYS)
    return found

"""Which facility a code means, by config/facilities.csv: five digits or thirteen, a sub-station or a station."""

import csv
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

FACILITIES_FILE = Path(__file__).with_name("facilities.csv")
SUB_STATION = "sub_station"
KEPT_CODES = 4_096


def short_code(told: str) -> str:
    """The five digits of a facility that is told by either of its codes; one that is not known stays as it is."""
    return next((code for _, code, _ in _facilities().get(told, ())), told)


@lru_cache(maxsize=KEPT_CODES)
def sender_code(told: str, on: date | None) -> str:
    """The five digits of the facility that sends the files of a facility on a date: a sub-station's are its station's.

    Before the first day of a code it is read as on that day, and without a date as today.
    """
    known = _facilities().get(told)
    if known is None:
        return told
    place = len(known) if on is None else bisect_right([each[0] for each in known], on)
    return known[max(place, 1) - 1][2]


@lru_cache(maxsize=1)
def _facilities() -> Mapping[str, Sequence[tuple[date, str, str]]]:
    """{either code: (first day, code, code of whoever sends), by day}."""
    found: dict[str, list[tuple[date, str, str]]] = {}
    with FACILITIES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sends = row["parent_code"] if row["kind"] == SUB_STATION else row["code"]
            for told in (row["code"], row["code_13"]):
                found.setdefault(told, []).append((date.fromisoformat(row["valid_from"]), row["code"], sends))
    return MappingProxyType({told: sorted(each) for told, each in found.items()})

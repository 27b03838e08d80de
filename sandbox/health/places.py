"""Where people are seen: one place for each old commune, whatever its station is called on the day, and the centre."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from sandbox.people import Residence, residences
from sandbox.working_time import epoch_day

# Until then each old commune has a station that sends for itself, from then on each commune of 2025 one that sends for
# its sub-stations too.
NIGHTLY_FROM = epoch_day(date(2026, 1, 1))
LAST_OLD_DAY = "2025-06-30"


@dataclass(frozen=True)
class Place:
    """`code` and `sender` are facility codes until the stations were joined, `new_code` and `new_sender` after that.

    `residence` is the number of the old commune whose people come here; the centre has none.
    """

    residence: int | None
    code: str
    sender: str
    new_code: str
    new_sender: str

    def code_on(self, day: int) -> str:
        """What the place is called on a date (epoch day)."""
        return self.new_code if day >= NIGHTLY_FROM else self.code

    def sender_on(self, day: int) -> str:
        """Which facility sends the files of the place on a date (epoch day)."""
        return self.new_sender if day >= NIGHTLY_FROM else self.sender


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """A place for each of `residences()`, in their order, and the centre last."""
    with files("config").joinpath("facilities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    centre = next(row["code"] for row in rows if row["kind"] == "centre")
    stations = [_place(number, home, rows) for number, home in enumerate(residences())]
    return (*stations, Place(None, centre, centre, centre, centre))


@lru_cache(maxsize=1)
def long_codes() -> dict[str, str]:
    """{facility code: the same in thirteen digits}."""
    with files("config").joinpath("facilities.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["code_13"] for row in csv.DictReader(file)}


def _place(number: int, home: Residence, rows: list[dict[str, str]]) -> Place:
    own = [row for row in rows if row["kind"] == "station" and row["unit_code"] == home.old_code]
    # Five codes of communes stand for two areas: the stations of before are those whose code ended with the old one.
    code = next(row["code"] for row in own if row["valid_to"] == LAST_OLD_DAY)
    below = any(row["code"] == code and row["kind"] == "sub_station" for row in rows)
    whole = next(
        row["code"]
        for row in rows
        if row["kind"] == "station" and row["unit_code"] == home.new_code and not row["valid_to"]
    )
    return Place(number, code, code, code if below else whole, whole)

"""How many of the books of a term came: what its figures rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import day_of

Books = Mapping[tuple[date, date], Mapping[str, "Received"]]
"""{(first day of a term, its last): {code of a unit: its books}}."""


@dataclass(frozen=True)
class Received:
    """The books of one term that a unit's schools owe and that came; `is_judged` once their deadline is over."""

    owed: int
    received: int
    is_judged: bool

    @property
    def is_whole(self) -> bool:
        """Whether every book came."""
        return self.received == self.owed

    @property
    def is_settled(self) -> bool:
        """Whether figures of the term may stand for the unit: until its deadline a few schools would speak for all."""
        return self.is_judged or self.is_whole

    @property
    def words(self) -> str:
        """ "mới nhận 56/60 trường"; nothing where every book came."""
        if self.is_whole:
            return ""
        count, expected = words.number(self.received), words.number(self.owed)
        return _("only {count}/{expected} schools received", count=count, expected=expected)


NONE_OWED = Received(0, 0, is_judged=True)


def read_books(frame: pd.DataFrame) -> Books:
    """The rows of queries/books by term and unit."""
    found: dict[tuple[date, date], dict[str, Received]] = {}
    for row in frame.to_dict("records"):
        days = day_of(row["period_start"]), day_of(row["period_end"])
        received = Received(int(row["owed_count"]), int(row["received_count"]), bool(row["is_judged"]))
        found.setdefault(days, {})[str(row["unit_code"])] = received
    return found

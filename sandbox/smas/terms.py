"""The terms of the school years, and when each school put its workbook into the drop folder."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files

import numpy as np

from config.clock import TIMEZONE
from sandbox.smas.children import School, schools

FIRST_YEAR = "2025-2026"
DELIVERIES = 0x5E
LATE_SHARE, MOST_DAYS_LATE = 0.03, 5
# D09: of the 60 workbooks of this term 55 came in time, one late, four not by the day the demo opens.
STORY = ("2026-2027", "mid_term_1")
LATE_COMMUNE, LATE_ON = "21061", date(2026, 11, 22)
MISSING_OF = {"21085": 3, "21100": 1}
MISSING_UNTIL = date(2026, 12, 7)
# First deliveries that cannot be opened: (term's school year, term) -> {school code: flaw}; sent again two days later.
FLAWED = {
    STORY: {"51524509": "password", "51524413": "corrupt"},
    ("2025-2026", "term_1"): {"51524503": "empty"},
}


@dataclass(frozen=True)
class Term:
    """A term of config/school_terms.csv. `half` is the semester whose marks its books hold."""

    school_year: str
    term: str
    name: str
    end: date
    deadline: date

    @property
    def year(self) -> int:
        """The year in whose September the school year begins."""
        return int(self.school_year[:4])

    @property
    def half(self) -> int:
        """1 or 2: the semester whose marks the term's books hold."""
        return 1 if self.term in ("mid_term_1", "term_1") else 2


@dataclass(frozen=True)
class Delivery:
    """One file put into the folder. `flaw` is why it cannot be opened, where it cannot."""

    school: School
    term: Term
    at: datetime
    flaw: str | None = None


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """The terms of which workbooks are known, oldest first."""
    with files("config").joinpath("school_terms.csv").open(encoding="utf-8") as file:
        return tuple(
            Term(
                row["school_year"],
                row["term"],
                row["name_vi"],
                date.fromisoformat(row["end_date"]),
                date.fromisoformat(row["deadline"]),
            )
            for row in csv.DictReader(file)
            if row["school_year"] >= FIRST_YEAR
        )


def deliveries(seed: int, term: Term) -> list[Delivery]:
    """All files of a term, oldest first: most come in the week before the deadline."""
    draw = np.random.default_rng([seed, DELIVERIES, term.year, *term.term.encode()])
    found: list[Delivery] = []
    missing = dict(MISSING_OF)
    is_story = (term.school_year, term.term) == STORY
    late_is_left = is_story
    for school in schools():
        dice = draw.random(4)
        day = _day(term, dice, is_story=is_story)
        if is_story and missing.get(school.commune):
            missing[school.commune] -= 1
            day = MISSING_UNTIL
        elif late_is_left and school.commune == LATE_COMMUNE:
            late_is_left, day = False, LATE_ON
        at = datetime.combine(day, time(8, 0), TIMEZONE) + timedelta(minutes=int(dice[2] * 540))
        flaw = FLAWED.get((term.school_year, term.term), {}).get(school.code)
        if flaw:
            found.append(Delivery(school, term, at - timedelta(days=2), flaw))
        found.append(Delivery(school, term, at))
    return sorted(found, key=lambda delivery: delivery.at)


def _day(term: Term, dice: "np.ndarray[tuple[int], np.dtype[np.float64]]", *, is_story: bool) -> date:
    if not is_story and dice[0] < LATE_SHARE:
        return term.deadline + timedelta(days=1 + int(dice[1] * MOST_DAYS_LATE))
    open_days = max(1, min((term.deadline - term.end).days, 6))
    return term.deadline - timedelta(days=int(dice[1] * open_days))

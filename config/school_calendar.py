"""The terms of the school years, from config/school_terms.csv: when each ends, and until when its books are due."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

TERMS_FILE = Path(__file__).with_name("school_terms.csv")


@dataclass(frozen=True)
class SchoolTerm:
    """One term. `name_vi` is its name without the year; `deadline` is the last day on which its books are in time."""

    name_vi: str
    start: date
    end: date
    deadline: date


@lru_cache(maxsize=1)
def school_terms() -> tuple[SchoolTerm, ...]:
    """All terms, in the order in which they end."""
    with TERMS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(sorted(map(_term, csv.DictReader(file)), key=lambda term: term.end))


def ended_term(day: date) -> SchoolTerm | None:
    """The term that ended last before `day`; None before the first one."""
    return next((term for term in reversed(school_terms()) if term.end < day), None)


def coming_term(day: date) -> SchoolTerm | None:
    """The term that ends next, on `day` or after it; None after the last one of the file."""
    return next((term for term in school_terms() if term.end >= day), None)


def _term(row: dict[str, str]) -> SchoolTerm:
    start, end, deadline = (date.fromisoformat(row[name]) for name in ("start_date", "end_date", "deadline"))
    return SchoolTerm(row["name_vi"].rsplit(" ", 1)[0], start, end, deadline)

"""Which days the offices work, from config/calendar.csv, and whether a source is to be pulled at an instant.

Cron knows no holidays, so a scheduled pull asks here first. Public holidays and swapped Saturdays are decided year by
year in Vietnam: they are data, not rules.
"""

import csv
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from croniter import croniter  # type: ignore[import-untyped]

CALENDAR_FILE = Path(__file__).with_name("calendar.csv")
SATURDAY = 5
STEP = timedelta(minutes=15)

Occasion = Literal["nightly", "office", "sandbox", "day_off", "none"]


@lru_cache(maxsize=1)
def _exceptions() -> dict[date, str]:
    with CALENDAR_FILE.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}


def is_working_day(day: date) -> bool:
    """Whether offices work on this Vietnamese date: Monday to Friday, but for what calendar.csv says otherwise."""
    kind = _exceptions().get(day)
    return kind == "working" if kind else day.weekday() < SATURDAY


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    following = day + timedelta(days=1)
    return following if is_working_day(following) else next_working_day(following)


def occasion(at: datetime, *, nightly: str, office: str | None, sandbox: str | None, rests: bool) -> Occasion:
    """Why a source is to be pulled at the Vietnamese instant `at`, or why not (`day_off`, `none`).

    The three are cron expressions in Vietnamese time, `sandbox` None for a real source. An expression is due when it
    fired in the quarter of an hour up to `at`, because the sandbox's clock is out of step with the scheduler's.
    `rests`: pulls by day are left out on days off; the nightly one never is.
    """
    if _fired(nightly, at):
        return "nightly"
    by_day: list[tuple[Occasion, str | None]] = [("office", office), ("sandbox", sandbox)]
    due = [name for name, cron in by_day if cron and _fired(cron, at)]
    if due and rests and not is_working_day(at.date()):
        return "day_off"
    return due[0] if due else "none"


def next_occasion(after: datetime, *, nightly: str, office: str | None, sandbox: str | None, rests: bool) -> datetime:
    """The first Vietnamese instant after `after` at which a source is to be pulled; expressions as for `occasion`."""
    found: datetime = croniter(nightly, after).get_next(datetime)
    for cron in filter(None, (office, sandbox)):
        times = croniter(cron, after)
        at: datetime = times.get_next(datetime)
        while at < found and rests and not is_working_day(at.date()):
            at = times.get_next(datetime)
        found = min(found, at)
    return found


def _fired(cron: str, at: datetime) -> bool:
    last: datetime = croniter(cron, at + timedelta(microseconds=1)).get_prev(datetime)
    return last > at - STEP

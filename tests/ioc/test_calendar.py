from datetime import date, datetime

import pytest

from config.calendar import is_working_day, next_working_day, occasion
from config.clock import TIMEZONE

NIGHTLY, OFFICE, SANDBOX = "0 1 * * *", "0 7-18 * * *", "*/15 * * * *"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),
        ("2026-11-24", False),  # Ngày Văn hóa Việt Nam, a holiday from 2026
        ("2025-11-24", True),
        ("2026-11-28", False),  # a Saturday
        ("2026-08-22", True),  # a Saturday worked for 31/08
        ("2026-08-31", False),  # a Monday swapped for it
        ("2026-02-17", False),  # Tết
    ],
)
def test_which_days_are_worked(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


def test_the_next_working_day_steps_over_holidays_and_weekends() -> None:
    assert next_working_day(date(2026, 11, 23)) == date(2026, 11, 25)
    assert next_working_day(date(2026, 2, 13)) == date(2026, 2, 23)
    assert next_working_day(date(2026, 8, 21)) == date(2026, 8, 22)


@pytest.mark.parametrize(
    ("at", "sandbox", "rests", "why"),
    [
        ("2026-11-23T01:00", None, True, "nightly"),
        ("2026-11-24T01:00", None, True, "nightly"),  # also on a holiday
        ("2026-11-23T09:00", None, True, "office"),
        ("2026-11-24T09:00", None, True, "day_off"),
        ("2026-11-24T09:00", None, False, "office"),  # a source that knows no days off
        ("2025-11-24T09:00", None, True, "office"),
        ("2026-11-28T09:00", None, True, "day_off"),
        ("2026-08-22T09:00", None, True, "office"),
        ("2026-11-23T09:15", None, True, "none"),  # the sandbox's hour, but no sandbox
        ("2026-11-23T09:15", SANDBOX, True, "sandbox"),
        ("2026-11-24T09:15", SANDBOX, True, "day_off"),
        ("2026-11-23T22:00", None, True, "none"),
        ("2026-11-24T01:07", SANDBOX, True, "nightly"),  # a clock out of step by seven minutes
        ("2026-11-24T01:22", SANDBOX, True, "day_off"),
    ],
)
def test_why_a_source_is_pulled_or_not(at: str, sandbox: str | None, rests: bool, why: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=TIMEZONE)
    assert occasion(instant, nightly=NIGHTLY, office=OFFICE, sandbox=sandbox, rests=rests) == why


def test_every_night_is_pulled_once_by_a_clock_that_is_out_of_step() -> None:
    quarters = [
        datetime(2026, 11, 24, hour, minute, 41, tzinfo=TIMEZONE) for hour in range(24) for minute in (4, 19, 34, 49)
    ]
    nights = [
        at for at in quarters if occasion(at, nightly=NIGHTLY, office=None, sandbox=None, rests=True) == "nightly"
    ]
    assert nights == [datetime(2026, 11, 24, 1, 4, 41, tzinfo=TIMEZONE)]

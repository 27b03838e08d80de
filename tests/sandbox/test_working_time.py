"""Office hours: weekends, holidays, swapped Saturdays, and the way back from a position to an instant."""

from datetime import date, datetime

import numpy as np
import pytest

from config.clock import TIMEZONE
from sandbox.working_time import WORKING_DAY, epoch_day, working_time


def position_at(text: str) -> int:
    instant = int(datetime.fromisoformat(text).replace(tzinfo=TIMEZONE).timestamp())
    return int(working_time().position(np.array([instant]))[0])


def instant_of(position: int) -> datetime:
    return datetime.fromtimestamp(int(working_time().instant(np.array([position]))[0]), TIMEZONE)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 11, 24), False),
        (date(2025, 11, 24), True),
        (date(2026, 1, 10), True),
        (date(2026, 2, 18), False),
    ],
)
def test_the_calendar_decides(day: date, is_working: bool) -> None:
    assert bool(working_time().working(np.array([epoch_day(day)]))[0]) is is_working


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2026-11-20T17:30:00", "2026-11-23T07:30:00"),
        ("2026-11-21T10:00:00", "2026-11-23T07:30:00"),
        ("2026-11-23T12:15:00", "2026-11-23T13:30:00"),
        ("2026-11-23T17:00:00", "2026-11-25T07:30:00"),
        ("2026-02-13T23:00:00", "2026-02-23T07:30:00"),
        ("2026-11-23T09:00:00", "2026-11-23T09:00:00"),
    ],
)
def test_work_goes_on_at_the_next_opening(asked: str, opens: str) -> None:
    assert instant_of(position_at(asked)) == datetime.fromisoformat(opens).replace(tzinfo=TIMEZONE)


def test_a_working_day_later_is_the_same_hour_of_the_next_working_day() -> None:
    assert instant_of(position_at("2026-11-20T15:40:00") + 2 * WORKING_DAY) == datetime(
        2026, 11, 25, 15, 40, tzinfo=TIMEZONE
    )


def test_the_lunar_new_year_reaches_over_its_weekends() -> None:
    time = working_time()
    days = np.arange(epoch_day(date(2026, 2, 13)), epoch_day(date(2026, 2, 24)))
    assert time.is_lunar_new_year[days - time.first].tolist() == [False] + [True] * 9 + [False]

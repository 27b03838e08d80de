"""The only clock: real time, the sandbox's time, or an instant that stands still (IOC_CLOCK, `standing`).

Ages, deadlines, "known at" and every "today" come from here; an architecture test finds any other clock.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from config.sandbox_state import read_sandbox_state
from config.settings import settings

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class _Held:
    """The instant at which this process holds the clock, if it does."""

    at: datetime | None = None


_held = _Held()


@contextmanager
def standing(at: datetime) -> Iterator[None]:
    """Let it be `at` for this whole process, all its threads included, for as long as the block runs."""
    before, _held.at = _held.at, at
    try:
        yield
    finally:
        _held.at = before


def pause(seconds: float) -> None:
    """Wait. While the clock is held nobody waits: its time does not pass, and a simulated night takes no real one."""
    if _held.at is None:
        time.sleep(seconds)


def now() -> datetime:
    """The present instant, in Vietnamese time."""
    still = _held.at or settings().clock
    if still is not None:
        return still.astimezone(TIMEZONE)
    real = real_now()
    sandbox = read_sandbox_state()
    if sandbox is not None and sandbox.is_in_use():
        return sandbox.at(real).astimezone(TIMEZONE)
    return real.astimezone(TIMEZONE)


def today() -> date:
    """The present Vietnamese date."""
    return now().date()


def real_now() -> datetime:
    """The machine's own time, for the sandbox's clock to start from; everything else asks `now`."""
    return datetime.now(UTC)

"""The only clock: real time, the sandbox's time, or an instant that stands still (IOC_CLOCK).

Ages, deadlines, "known at" and every "today" come from here; an architecture test finds any other clock.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from config.sandbox_state import read_sandbox_state
from config.settings import settings

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, in Vietnamese time."""
    still = settings().clock
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

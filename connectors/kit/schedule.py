"""When a source will be asked again, from its own schedule: what a failed pull tells those who wait for its data."""

from datetime import datetime

from config.calendar import next_occasion
from config.clock import TIMEZONE
from config.sandbox_state import read_sandbox_state
from connectors.kit.contract import Source


def next_try_at(contract: Source, now: datetime) -> datetime:
    """The next scheduled pull after `now`, in Vietnamese time; the sandbox's own times count where it stands in."""
    state, times = read_sandbox_state(), contract.schedule
    is_invented = state is not None and state.stands_in_for(contract.id)
    return next_occasion(
        now.astimezone(TIMEZONE),
        nightly=times.nightly,
        office=times.office,
        sandbox=times.sandbox if is_invented else None,
        rests=times.rests,
    )

"""How much of the machine a build takes: whoever reads the screens in office hours comes first."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, time

from config.calendar import is_working_day

OFFICE_HOURS = time(7), time(18)
ALL_THREADS, CONSIDERATE_THREADS = 2, 1
NICENESS = 10


@contextmanager
def effort(now: datetime, *, is_served: bool) -> Iterator[int]:
    """How many threads to build with at the Vietnamese instant `now`; in office hours the process is also nice.

    `is_served`: whether somebody may be reading a snapshot; nobody waits less for a considerate first build.
    """
    opens, closes = OFFICE_HOURS
    if not (is_served and is_working_day(now.date()) and opens <= now.time() < closes):
        yield ALL_THREADS
        return
    before = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(before, NICENESS))
    try:
        yield CONSIDERATE_THREADS
    finally:
        # Only a privileged process may become less nice again; any other is one that builds and ends.
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, before)

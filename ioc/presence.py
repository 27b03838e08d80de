"""One `ioc up` for each IOC_HOME, and what an earlier one that was killed left running.

A lock says whether one is alive; a file beside it lists its processes with their start times, so that a later `ioc up`
stops exactly those and never a stranger that got the same process id.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config.files import write_atomically
from config.places import places
from ioc.errors import AlreadyRunning
from ioc.processes import started_at, stop

START_TOLERANCE_SECONDS = 2.0


def _lock_file() -> Path:
    return places().locks / "up.lock"


def _record_file() -> Path:
    return places().locks / "up.json"


def is_up() -> bool:
    """Whether an `ioc up` of this IOC_HOME is alive."""
    try:
        with only_one():
            return False
    except AlreadyRunning:
        return True


@contextmanager
def only_one() -> Iterator[None]:
    """Hold this IOC_HOME for one `ioc up`. Raises `AlreadyRunning`, naming the other's process id."""
    _lock_file().parent.mkdir(parents=True, exist_ok=True)
    with _lock_file().open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "không rõ"
            raise AlreadyRunning(
                f"`ioc up` hoặc `ioc serve` đang chạy cho {places().home} (tiến trình {holder}). "
                "Dừng nó bằng Ctrl-C, hoặc đặt IOC_HOME khác."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def record(leaders: Mapping[str, int]) -> None:
    """Note which processes are ours: {part: process id}."""
    entries = {part: {"process": leader, "started_at": started_at(leader)} for part, leader in leaders.items()}
    write_atomically(_record_file(), json.dumps(entries, indent=2).encode())


def leftovers() -> dict[str, int]:
    """The recorded processes that still run: {part: process id}; empty where the record is missing or torn."""
    try:
        entries = json.loads(_record_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return {
        part: entry["process"] for part, entry in entries.items() if _is_same(entry["process"], entry["started_at"])
    }


def clear_leftovers() -> list[str]:
    """Stop what a killed `ioc up` left running; the names of the parts stopped."""
    found = leftovers()
    if found:
        stop(found.values(), grace_seconds=5)
    _record_file().unlink(missing_ok=True)
    return sorted(found)


def _is_same(process: int, recorded: float | None) -> bool:
    present = started_at(process)
    return present is not None and recorded is not None and abs(present - recorded) < START_TOLERANCE_SECONDS

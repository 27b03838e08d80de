"""Starting and stopping what `ioc up` is made of: each part leads a session of its own, and ends with all it started.

Airflow puts every task into a process group of its own, so a signal to the part's group would leave running tasks
behind. Hence everybody in the part's session is signalled, and whoever else descends from it.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from config.settings import PROJECT, child_environment

GRACE_SECONDS = 15.0
KEPT_LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Part:
    """One process to be kept running. `title` is its name in Vietnamese; `environment` comes on top of our own."""

    name: str
    title: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def last_words(self) -> str:
        """The last line it printed that is no remark of gunicorn's ("[…"), and where the others are."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n") if self.log.exists() else []
        told = (line.strip() for line in reversed(lines))
        last = next((line for line in told if line and not line.startswith("[")), "không nói gì")
        return f"{last[:300]} (nhật ký: {self.log})"


def start(part: Part) -> subprocess.Popen[bytes]:
    """Start a part in a session of its own, from the project's folder, printing into its log."""
    part.log.parent.mkdir(parents=True, exist_ok=True)
    with part.log.open("ab") as log:
        return subprocess.Popen(
            part.command,
            cwd=PROJECT,
            env=child_environment(part.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(leaders: Iterable[int], *, grace_seconds: float = GRACE_SECONDS, hurry: Callable[[], bool] = bool) -> None:
    """End the sessions of these process ids: TERM, up to `grace_seconds`, then KILL until nobody is left.

    TERM goes to the leaders, which end their own workers, and to whoever stands in another group. Sent to Airflow's
    idle workers too, it sometimes killed one that held the lock of their queue, and the others waited for ever.
    `hurry` is asked twice a second whether to stop waiting.
    """
    sessions = frozenset(leaders)
    members = _members(sessions)
    _signal(_to_be_told(members, sessions), psutil.Process.terminate)
    for _ in range(round(grace_seconds * 2)):
        _, members = psutil.wait_procs(members, timeout=0.5)
        members = [member for member in members if _is_alive(member)]
        if not members or hurry():
            break
    remaining = set(members) | set(_members(sessions))
    while remaining:
        _signal(remaining, psutil.Process.kill)
        psutil.wait_procs(remaining, timeout=1)
        remaining = set(_members(sessions))


def set_aside(log: Path) -> None:
    """Keep what a long log holds beside it and begin anew; whoever appends to it need not know."""
    if log.exists() and log.stat().st_size > KEPT_LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def started_at(process_id: int) -> float | None:
    """When a process started, in seconds of the system's epoch, which tells it from a later one of the same id."""
    with suppress(psutil.Error):
        return float(psutil.Process(process_id).create_time())
    return None


def memory_mib(leaders: Iterable[int]) -> float:
    """What the sessions of these process ids hold together, in MiB; shared pages counted once (PSS)."""
    total = 0
    for member in _members(frozenset(leaders)):
        with suppress(psutil.Error):
            total += member.memory_full_info().pss
    return total / 2**20


def _members(sessions: frozenset[int]) -> list[psutil.Process]:
    found = {process for process in psutil.process_iter() if _session(process) in sessions}
    for leader in sessions:
        with suppress(psutil.Error):
            found.update(psutil.Process(leader).children(recursive=True))
    return [process for process in found if _is_alive(process)]


def _to_be_told(members: list[psutil.Process], sessions: frozenset[int]) -> list[psutil.Process]:
    led = {member.pid for member in members if member.pid in sessions}
    return [member for member in members if member.pid in led or _group(member) not in led]


def _group(process: psutil.Process) -> int | None:
    with suppress(OSError):
        return os.getpgid(process.pid)
    return None


def _session(process: psutil.Process) -> int | None:
    with suppress(OSError):
        return os.getsid(process.pid)
    return None


def _is_alive(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def _signal(members: Iterable[psutil.Process], send: Callable[[psutil.Process], None]) -> None:
    for member in members:
        with suppress(psutil.Error):
            send(member)

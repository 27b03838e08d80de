"""What became of each pull, replay, build and upkeep: one small JSON file, written at the start and again at the end.

A file that still says "started" while its process is gone is a crash; nothing has to be running to find that out.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

from config import clock
from config.files import write_atomically
from config.places import places

Action = Literal["pull", "replay", "build", "compact", "retain", "erase", "rotate"]
State = Literal["started", "ok", "partial", "failed", "crashed"]

STAMP = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Process:
    """One process of this machine. `started` tells it from a later one that was given the same number."""

    pid: int
    started: str | None

    @classmethod
    def of(cls, pid: int) -> Self:
        """The process that now bears this number."""
        return cls(pid, _start_of(pid))

    def is_running(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        return self.started is not None and _start_of(self.pid) == self.started


@dataclass(frozen=True)
class SourceTotal:
    """A source's own count of a stream's records beside the distinct keys that came, where nothing of them landed.

    The window's dates are null where the whole stream was counted; `window_until` is not in it.
    """

    stream: str
    window_from: date | None
    window_until: date | None
    total: int
    distinct_keys: int
    invented: bool


@dataclass(frozen=True)
class Outcome:
    """What one action did. `source` is "build" for builds; `rows` counts landed rows; times are Vietnamese time.

    `state` is "crashed" only when read: the start was written, the end was not, and the process is gone.
    """

    source: str
    action: Action
    state: State
    started_at: datetime
    ended_at: datetime | None
    process: Process
    batches: tuple[str, ...]
    rows: int
    error: str | None
    sentence_vi: str | None
    next_try_at: datetime | None
    snapshot: str | None
    source_totals: tuple[SourceTotal, ...]
    path: Path


def begin(source: str, action: Action) -> Outcome:
    """Write that `action` on `source` has started. Call while holding the lock of that name: it names the file."""
    folder = places().outcomes / source
    started_at = clock.now()
    path = _next_path(folder, started_at)
    outcome = Outcome(
        source, action, "started", started_at, None, Process.of(os.getpid()), (), 0, None, None, None, None, (), path
    )
    _write(outcome)
    return outcome


def finish(
    started: Outcome,
    state: State,
    *,
    batches: Sequence[str] = (),
    rows: int = 0,
    error: str | None = None,
    sentence_vi: str | None = None,
    next_try_at: datetime | None = None,
    snapshot: str | None = None,
    source_totals: Sequence[SourceTotal] = (),
) -> Outcome:
    """Write the end of what `begin` started, over the same file. `error` is the error's name, never its values."""
    ended = replace(
        started,
        state=state,
        ended_at=clock.now(),
        batches=tuple(batches),
        rows=rows,
        error=error,
        sentence_vi=sentence_vi,
        next_try_at=next_try_at,
        snapshot=snapshot,
        source_totals=tuple(source_totals),
    )
    _write(ended)
    return ended


def read_outcomes(folder: Path) -> list[Outcome]:
    """All outcomes below `folder` (places().outcomes, or one source's own folder), oldest first."""
    found = (outcome for path in folder.rglob("*.json") if (outcome := read_outcome(path)))
    return sorted(found, key=lambda outcome: (outcome.started_at, outcome.path.name))


def newest_first(folder: Path) -> Iterator[Outcome]:
    """The outcomes of one source's own folder, newest first; each is read when it is asked for, not before."""
    read = (read_outcome(path) for path in sorted(folder.glob("*.json"), reverse=True))
    return (outcome for outcome in read if outcome)


def started_between(files: Iterable[Path], since: datetime, until: datetime) -> list[Path]:
    """Those of one source's outcome files whose actions started in [since, until], told by their names alone."""
    first, last = (at.astimezone(UTC).strftime(STAMP) for at in (since, until))
    return [path for path in files if first <= path.stem <= last]


def prune_outcomes(folder: Path, keep_days: int) -> int:
    """Delete outcomes below `folder` that started more than `keep_days` days ago, never the newest of a source's
    action; how many were deleted.
    """
    before = clock.now() - timedelta(days=keep_days)
    outcomes = read_outcomes(folder)
    newest = {(outcome.source, outcome.action): outcome.path for outcome in outcomes}
    kept = set(newest.values())
    old = [outcome.path for outcome in outcomes if outcome.started_at < before and outcome.path not in kept]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def read_outcome(path: Path) -> Outcome | None:
    """One outcome; None where it was pruned since the folder was listed."""
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    process = Process(**raw.pop("process"))
    times = {
        name: raw[name] and datetime.fromisoformat(raw[name]) for name in ("started_at", "ended_at", "next_try_at")
    }
    # Outcomes that earlier versions wrote tell no totals.
    totals = tuple(map(_total, raw.get("source_totals", ())))
    lists = {"batches": tuple(raw["batches"]), "source_totals": totals}
    outcome = Outcome(**raw | times | lists | {"process": process, "path": path})
    if outcome.state == "started" and not process.is_running():
        return replace(outcome, state="crashed")
    return outcome


def _write(outcome: Outcome) -> None:
    content = {name: value for name, value in asdict(outcome).items() if name != "path"}
    text = json.dumps(content, default=_written, ensure_ascii=False, indent=2)
    write_atomically(outcome.path, text.encode())


def _written(value: date) -> str:
    """A date or an instant as JSON has it."""
    return value.isoformat()


def _total(raw: dict[str, Any]) -> SourceTotal:
    dates = {name: raw[name] and date.fromisoformat(raw[name]) for name in ("window_from", "window_until")}
    return SourceTotal(**raw | dates)


def _next_path(folder: Path, started_at: datetime) -> Path:
    """A name later than every other in `folder`, also while the clock stands still or was set back."""
    instant = started_at.astimezone(UTC)
    newest = max((path.stem for path in folder.glob("*.json")), default="")
    if newest >= instant.strftime(STAMP):
        instant = datetime.strptime(newest, STAMP).replace(tzinfo=UTC) + timedelta(milliseconds=1)
    return folder / f"{instant.strftime(STAMP)}.json"


def _start_of(pid: int) -> str | None:
    """When a running process started, as boot and clock ticks; None where there is no such process."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    state, ticks = fields[0], fields[19]
    return None if state in ("Z", "X") else f"{boot}:{ticks}"

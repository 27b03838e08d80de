"""How a benchmark tells what it measured: the figure beside its goal, memory and how busy the machine was."""

import resource
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
TICK_S = 0.05


def timed(what: str, goal_s: float, work: Callable[[], Result], *, goal_mb: int | None = None) -> Result:
    """Do `work`, and print how long it took, how much of the processor, and how large the process was meanwhile."""
    used, began = time.process_time(), time.perf_counter()
    largest: list[float] = []
    ended = threading.Event()
    watching = threading.Thread(target=_watch, args=(ended, largest))
    watching.start()
    try:
        result = work()
    finally:
        spent, used = time.perf_counter() - began, time.process_time() - used
        ended.set()
        watching.join()
    memory = f"{max(largest):.0f} MB" + (f" (goal {goal_mb} MB)" if goal_mb else "")
    print(
        f"\n{what}: {spent:.1f} s (goal {goal_s:g} s), {used:.1f} s of processor, {memory}, load {_load()}", flush=True
    )
    return result


def _watch(ended: threading.Event, largest: list[float]) -> None:
    page_mb = resource.getpagesize() / 1e6
    while True:
        largest.append(int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * page_mb)
        if ended.wait(TICK_S):
            return


def _load() -> str:
    return Path("/proc/loadavg").read_text(encoding="ascii").split()[0]


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]

"""Keeps the processes of `ioc up` alive until it is told to stop: restarts what dies, ends everything at the end."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from config.places import places
from ioc import presence, processes
from ioc.errors import Exit, PartFailed, StopRequested
from ioc.processes import Part
from ioc.progress import Display

MOST_RESTARTS = 5
"""After so many in a row a start has failed; who runs goes on trying."""
LONGEST_DELAY = 60.0
SETTLED_SECONDS = 300.0
TICK_SECONDS = 0.25
PROGRESS_SECONDS = 2.0
LOGS_EVERY_SECONDS = 60.0


@dataclass
class Kept:
    """A part with its present process; `restart_at` is a monotonic time while it waits to be restarted.

    One that `ends_itself` has a task and is over with it; nobody restarts it.
    """

    part: Part
    process: subprocess.Popen[bytes]
    started: float
    ends_itself: bool = False
    restarts: int = 0
    restart_at: float | None = None
    is_given_up: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether nothing more can be expected of it within the time that somebody waits."""
        return self.is_given_up or (self.restarts >= MOST_RESTARTS and self.restart_at is not None)


class Keeper:
    """All waiting of `ioc up` goes through `pause`, so that no wait overlooks a dead process or a request to stop."""

    def __init__(self, display: Display) -> None:
        self.display = display
        self._kept: dict[str, Kept] = {}
        self._stop_requests = 0
        self._wake = threading.Event()
        self._logs_seen = 0.0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take Ctrl-C, TERM and HUP as requests to stop; leave nothing running, however the block ends."""
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = [signal.signal(number, self._request_stop) for number in signals]
        try:
            yield
        finally:
            self.stop_all()
            for number, handler in zip(signals, before, strict=True):
                signal.signal(number, handler)

    def start(self, part: Part) -> None:
        """Start a part and keep it running."""
        self._kept[part.name] = Kept(part, processes.start(part), time.monotonic())
        self._record()

    def begin(self, part: Part) -> None:
        """Start a part that ends by itself; `finish` waits for that."""
        self._kept[part.name] = Kept(part, processes.start(part), time.monotonic(), ends_itself=True)
        self._record()

    def finish(self, part: Part, progress: Callable[[], str] = str) -> None:
        """Wait for the end of what `begin` started. Raises `PartFailed` naming its log where it ends badly."""
        self.finish_first([part], progress)

    def finish_first(self, parts: Sequence[Part], progress: Callable[[], str] = str) -> list[Part]:
        """Wait for the end of the first of what `begin` started; all that have ended by then. Raises as `finish`."""
        told_at = 0.0
        while self._kept[parts[0].name].process.poll() is None:
            # Thousands of pages are counted for it: what is told must not slow down what it tells about.
            if time.monotonic() > told_at + PROGRESS_SECONDS:
                self.display.update(progress())
                told_at = time.monotonic()
            self.pause(TICK_SECONDS)
        over = [part for part in parts if self._kept[part.name].process.poll() is not None]
        for part in over:
            code = self._kept.pop(part.name).process.returncode
            if code:
                raise PartFailed(f"{part.title} kết thúc với mã {code}: {part.last_words()}")
        return over

    def pause(self, seconds: float) -> None:
        """Wait, restarting what dies meanwhile. Raises `StopRequested`."""
        until = time.monotonic() + seconds
        while True:
            if self._stop_requests:
                raise StopRequested
            self._tend()
            left = until - time.monotonic()
            if left <= 0:
                return
            self._wake.wait(min(left, TICK_SECONDS))

    def wait_until(self, what: str, is_ready: Callable[[], bool], seconds: float) -> None:
        """Pause until `is_ready`. Raises `PartFailed` after `seconds`, or once a part keeps dying."""
        until = time.monotonic() + seconds
        while not is_ready():
            if lost := [kept.part for kept in self._kept.values() if kept.is_lost]:
                raise PartFailed(f"{what} không khởi động được: {lost[0].last_words()}")
            if time.monotonic() > until:
                raise PartFailed(f"{what} chưa sẵn sàng sau {seconds:.0f} giây. Xem nhật ký trong {places().logs}")
            self.display.update(what)
            self.pause(TICK_SECONDS)

    def leaders(self) -> list[int]:
        """The process ids that lead our sessions."""
        return [kept.process.pid for kept in self._kept.values()]

    def stop_all(self) -> None:
        """End everything that was started; a second request to stop cuts the wait short."""
        if self._kept:
            asked = self._stop_requests
            processes.stop(self.leaders(), hurry=lambda: self._stop_requests > max(asked, 1))
            self._kept.clear()
            self._record()

    def _request_stop(self, *_: Any) -> None:
        self._stop_requests += 1
        self._wake.set()

    def _record(self) -> None:
        presence.record({name: kept.process.pid for name, kept in self._kept.items()})

    def _tend(self) -> None:
        if time.monotonic() > self._logs_seen + LOGS_EVERY_SECONDS:
            self._logs_seen = time.monotonic()
            for kept in self._kept.values():
                processes.set_aside(kept.part.log)
        for kept in self._kept.values():
            if kept.ends_itself or kept.is_given_up or kept.process.poll() is None:
                continue
            if kept.restart_at is None:
                self._plan_restart(kept)
            elif time.monotonic() >= kept.restart_at:
                self._restart(kept)

    def _plan_restart(self, kept: Kept) -> None:
        code, part = kept.process.returncode, kept.part
        processes.stop([kept.process.pid], grace_seconds=2)
        if time.monotonic() - kept.started > SETTLED_SECONDS:
            kept.restarts = 0
        if code == Exit.WRONG_USE:
            kept.is_given_up = True
            self.display.complain(f"{part.title} dừng hẳn, không khởi động lại nữa: {part.last_words()}")
            return
        delay = _delay(kept)
        kept.restart_at = time.monotonic() + delay
        if kept.restarts == MOST_RESTARTS:
            self.display.complain(f"{part.title} dừng liên tục, vẫn thử lại mỗi phút: {part.last_words()}")
        if kept.restarts >= MOST_RESTARTS:
            return
        self.display.say(f"! {part.title} dừng bất ngờ (mã {code}); khởi động lại sau {delay:.0f} giây.", "yellow")

    def _restart(self, kept: Kept) -> None:
        kept.restarts += 1
        try:
            kept.process, kept.started = processes.start(kept.part), time.monotonic()
            kept.restart_at = None
            self._record()
        except OSError as error:
            # A full disk takes no log and no note of ours: what still runs goes on, and what does not is tried again.
            if kept.restart_at is not None:
                kept.restart_at = time.monotonic() + _delay(kept)
            self.display.complain(f"{kept.part.title}: {error}")


def _delay(kept: Kept) -> float:
    """Seconds until a part is started again: twice as long each time."""
    return min(2.0 ** min(kept.restarts, MOST_RESTARTS + 1), LONGEST_DELAY)

"""What `ioc up` shows while it works: a live line on a terminal, plain lines in a log or a pipe."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

PLAIN_EVERY_SECONDS = 10.0


class Display:
    """Phases with their elapsed time. One phase at a time; `say` prints a lasting line at any moment."""

    def __init__(self, console: Console, errors: Console) -> None:
        self.console, self.errors = console, errors
        self._status: Status | None = None
        self._title = ""
        self._began = 0.0
        self._printed_at = 0.0

    def say(self, sentence: str, style: str = "") -> None:
        """Print a line that stays; no markup is read in it."""
        self.console.print(sentence, style=style, markup=False, highlight=False, soft_wrap=True)

    def complain(self, sentence: str) -> None:
        """Print a lasting line about something that failed, on stderr."""
        self.errors.print(f"✗ {sentence}", style="red", markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def phase(self, title: str) -> Iterator[None]:
        """Show a step while it lasts, and afterwards how long it took; nothing is claimed where it fails."""
        self._title, self._began = title, time.monotonic()
        self._printed_at = self._began
        if self.console.is_terminal:
            with self.console.status(title) as self._status:
                yield
            self._status = None
        else:
            self.say(f"… {title}")
            yield
        self.say(f"✓ {title} ({self._elapsed():.0f} giây)", "green")

    def update(self, detail: str) -> None:
        """How far the phase is; on a terminal at once, elsewhere every ten seconds."""
        text = " · ".join(filter(None, (self._title, detail, f"{self._elapsed():.0f} giây")))
        if self._status is not None:
            self._status.update(text)
        elif time.monotonic() - self._printed_at >= PLAIN_EVERY_SECONDS:
            self._printed_at = time.monotonic()
            self.say(f"  {text}")

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def grouped(count: int) -> str:
    """A whole number the Vietnamese way: 180.000."""
    return f"{count:,}".replace(",", ".")

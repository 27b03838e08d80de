"""What was made last is given again: the scenes of a wall as text, and what a scene has read, to all that ask at once.

At a publication every wall asks within a few seconds, and drawing takes a hundred times as long as giving again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

KEPT_S = 60.0
"""How long a thing is given again. Outlines and words of `config/` may change without a new version."""
Made = TypeVar("Made")


@dataclass(frozen=True)
class _Kept(Generic[Made]):
    made: Made
    made_for: object
    made_at: float


class Last(Generic[Made]):
    """The last thing that was made, and what it was made for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: _Kept[Made] | None = None

    def get(self, asked_for: object, make: Callable[[], Made]) -> Made:
        """The thing for `asked_for`. One thread makes it; the others wait for it. Raises what `make` raises."""
        with self._lock:
            kept = self._kept
            if kept is None or kept.made_for != asked_for or time.monotonic() - kept.made_at > KEPT_S:
                kept = self._kept = _Kept(make(), asked_for, time.monotonic())
            return kept.made

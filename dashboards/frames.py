"""What was made lately is given again: the scenes of a wall as text, what a scene has read, to all that ask at once.

At a publication every wall asks within a few seconds, and drawing takes a hundred times as long as giving again.
"""

import time
from collections import deque
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


class Lately(Generic[Made]):
    """The last `most` things that were made, each with what it was made for."""

    def __init__(self, most: int = 1) -> None:
        self._lock = Lock()
        self._kept: deque[_Kept[Made]] = deque(maxlen=most)

    def get(self, asked_for: object, make: Callable[[], Made]) -> Made:
        """The thing for `asked_for`. One thread makes it; the others wait for it. Raises what `make` raises."""
        with self._lock:
            young = time.monotonic() - KEPT_S
            kept = next((each for each in self._kept if each.made_for == asked_for and each.made_at >= young), None)
            if kept is None:
                kept = _Kept(make(), asked_for, time.monotonic())
                self._kept.append(kept)
            return kept.made

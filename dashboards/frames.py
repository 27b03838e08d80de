"""The scenes of one wall as text, drawn once for all browsers that ask at once.

At a publication every wall asks within a few seconds, and drawing takes a hundred times as long as giving again.
"""

import time
from collections.abc import Callable
from threading import Lock

KEPT_S = 60.0
"""How long a text is given again. Outlines and words of `config/` may change without a new version."""


class LastFrame:
    """The last text that was drawn, and what it was drawn for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._drawn_for: object = None
        self._drawn_at = 0.0
        self._text = ""

    def text(self, asked_for: object, draw: Callable[[], str]) -> str:
        """The text for `asked_for`. One thread draws; the others wait for what it draws. Raises what `draw` raises."""
        with self._lock:
            if self._drawn_for != asked_for or time.monotonic() - self._drawn_at > KEPT_S:
                self._text = draw()
                self._drawn_for, self._drawn_at = asked_for, time.monotonic()
            return self._text

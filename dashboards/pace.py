"""How often a wall asks its server, and how long it waits before it says that nobody answers."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Pace:
    """Milliseconds. What stands on the wall is marked at the latest `ask_ms + silence_ms` and a second after a cut.

    ask_ms, again_ms: between two questions while the server answers, and while it does not; a question does not wait
        for the one before, since each may hang on a dead connection of its own.
    patience_ms, scenes_patience_ms: for an answer of a few bytes, and for scenes that the server may have to draw.
    silence_ms: how long a question may stay without an answer before the wall is called cut off.
    doubt_ms: the same for a browser just started, which shows what it kept.
    behind_ms: how long the newest scenes may be missing before the wall says so.
    watch_ms: between two looks at whether the shell stands.
    move_ms: at least, between two attempts to load the shell anew.
    """

    ask_ms: int = 4000
    again_ms: int = 2000
    patience_ms: int = 4000
    scenes_patience_ms: int = 10_000
    silence_ms: int = 7000
    doubt_ms: int = 2000
    behind_ms: int = 10_000
    watch_ms: int = 20_000
    move_ms: int = 20_000

    def attributes(self) -> Iterator[tuple[str, str]]:
        """The pace as data attributes: ("data-ask-ms", "4000"), …"""
        for field in fields(self):
            yield f"data-{field.name.replace('_', '-')}", str(getattr(self, field.name))


PACE = Pace()

"""The schools' drop folder: whatever was put there until an instant, each file with the time of its delivery."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sandbox.smas.books import content
from sandbox.smas.habits import habit
from sandbox.smas.terms import Delivery, deliveries, terms

SOURCE = "smas"


class DropFolder:
    """The store of the source `smas`."""

    source_id = SOURCE

    def __init__(self, seed: int, scale: float, folder: Path) -> None:
        self._seed, self._scale = seed, scale
        self._folder = folder
        self._reached: datetime | None = None

    def settings(self) -> Mapping[str, str]:
        """The folder itself."""
        return {"url": str(self._folder)}

    def bring_to(self, instant: datetime) -> None:
        """Put the files into the folder that were delivered until `instant` and are not there yet, oldest first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for delivery in self._due(instant):
            path = self._folder / habit(self._seed, delivery.school).file_name(delivery.term)
            if not path.exists() or path.stat().st_mtime < delivery.at.timestamp():
                _put(path, content(self._seed, self._scale, delivery), delivery.at.timestamp())
        self._reached = instant

    def _due(self, instant: datetime) -> Iterator[Delivery]:
        """What was delivered until `instant` and, as far as is known, not yet when this was last asked. Of files that
        were sent again only the newest, where nobody has seen the ones before.
        """
        for term in terms():
            newest: dict[str, Delivery] = {}
            for delivery in deliveries(self._seed, term):
                if delivery.at <= instant and (self._reached is None or delivery.at > self._reached):
                    newest[delivery.school.code] = delivery
            yield from newest.values()


def _put(path: Path, written: bytes, changed_at: float) -> None:
    """Make the file appear whole, with its time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(written)
    os.utime(beside, (changed_at, changed_at))
    beside.replace(path)

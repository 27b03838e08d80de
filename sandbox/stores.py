"""What a source keeps on disk rather than behind a server: brought up to the district's present, again and again."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sandbox.health import HealthFolder
from sandbox.health import story as health
from sandbox.one_stop.district import District as District
from sandbox.satisfaction import DeviceDatabase
from sandbox.satisfaction import story as satisfaction
from sandbox.smas import DropFolder

LOG = logging.getLogger(__name__)
# How often what happened since is written, and how long an end may wait for it.
EVERY_S = 20.0
END_S = 60.0
# How often it is asked whether the past of a source that is awaited has landed.
ASKED_EVERY_S = 1.0
# Sources whose files follow from the seed alone: they come about without the district's register of dossiers.
BY_THEMSELVES = (DropFolder.source_id, HealthFolder.source_id)


class Store(Protocol):
    """A database file or a drop folder of one source. `source_id` is the source that it stands in for."""

    source_id: str

    def settings(self) -> Mapping[str, str]:
        """How a connector reaches it, by the names of the source's settings."""

    def bring_to(self, instant: datetime) -> None:
        """Add what came about until `instant`; what is there stays. Interrupted, the next call goes on."""


def stores(district: District, folder: Path, *, in_background: bool = False) -> tuple[Store, ...]:
    """The stores of a district, each with a place of its own below `folder` (places().sandbox_stores).

    `in_background`: what takes long to write is left to a process of its own, and comes about after a while.
    """
    return (
        DeviceDatabase(district, folder / "satisfaction.sqlite"),
        DropFolder(district.seed, district.scale, folder / "smas"),
        HealthFolder(district.seed, district.scale, folder / "health_record", in_background=in_background),
    )


def tries(day: date) -> Sequence[tuple[datetime, str]]:
    """(instant, source) of what was asked in vain on the first day of the demo, before it begins."""
    return [(each, HealthFolder.source_id) for each in health.TRIED_IN_VAIN if each.date() == day]


def former_paths(source_id: str, instant: datetime) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """{(table, column): paths} of a source's contract as it stood at `instant`, where it was mended since."""
    return satisfaction.former_paths(instant) if source_id == DeviceDatabase.source_id else {}


def bring_all_to(stores: Sequence[Store], instant: datetime) -> None:
    """Bring every store up to `instant`."""
    for store in stores:
        store.bring_to(instant)


@contextmanager
def kept_current(bring: Callable[[], object], is_waited_for: Callable[[], bool] = bool) -> Iterator[None]:
    """Call `bring` in the background until the end of the block, more often while something `is_waited_for`."""
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(ASKED_EVERY_S if is_waited_for() else EVERY_S):
            try:
                bring()
            except Exception:  # the servers beside it go on, and the next round tries again
                LOG.exception("a store of the sandbox was not brought up to date")

    thread = threading.Thread(target=keep, name="stores", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(END_S)

"""The source system's register of dossiers: what is in it now, newest change first, and the two edits tests ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sandbox.one_stop.catalogue_wire import Record
from sandbox.one_stop.district import District
from sandbox.one_stop.lives import NEVER, Lives, Step
from sandbox.one_stop.moment import Moment, moment
from sandbox.one_stop.wire import dossiers, source_id
from sandbox.working_time import Integers

# More than there will be dossiers: an instant in seconds times this, plus a rank, still fits an integer of 64 bits.
RANKS = 2**26


@dataclass(frozen=True)
class Bound:
    """A filter: `step` at or after `start` and before `end` (epoch milliseconds; None is open)."""

    step: Step
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class View:
    """A moment with its places in the order of the list: updated last first, then by id."""

    seen: Moment
    updated: Integers
    order: Integers


class Register:
    """The dossiers of a district at the present of `clock`; deleted and touched ones are forgotten at a restart."""

    def __init__(self, district: District, clock: Callable[[], datetime]) -> None:
        self._district, self._clock = district, clock
        self._deleted: set[int] = set()
        self._touched: dict[int, int] = {}
        self._view: View | None = None
        self._ranks = np.empty(0, dtype=np.int64)

    def find(self, bounds: tuple[Bound, ...]) -> Integers:
        """Places of the dossiers within all bounds, in the order of the list."""
        view = self._now()
        kept = np.ones(view.order.shape, dtype=bool)
        for bound in bounds:
            instants = view.seen.step(bound.step, view.order)
            known = np.where(instants == NEVER, 0, instants) * 1000
            kept &= instants != NEVER
            kept &= (bound.start is None) | (known >= (bound.start or 0))
            kept &= (bound.end is None) | (known < (bound.end or 0))
        return view.order[kept]

    def records(self, places: Integers) -> list[Record]:
        """The dossiers at these places as the system sends them."""
        view = self._now()
        return dossiers(view.seen, view.updated, places, self._district.people)

    def record(self, place: int) -> Record:
        """The dossier at this place as the system sends it."""
        return self.records(np.array([place]))[0]

    def count(self) -> int:
        """How many dossiers there are now."""
        return len(self._now().order)

    def place_of_id(self, identity: str) -> int | None:
        """Place of the dossier with this source id, None where there is none."""
        view = self._now()
        lives = view.seen.lives
        for place in view.order[lives.applied[view.order] == _applied_in(identity)].tolist():
            if source_id(int(lives.applied[place]), int(lives.number[place])) == identity:
                return int(place)
        return None

    def delete(self, code: str) -> bool:
        """Let the dossier vanish from the source; False where no dossier has this code."""
        places = self._places_of(code)
        self._deleted.update(places)
        self._view = None
        return bool(places)

    def touch(self, code: str) -> bool:
        """Make the present the dossier's instant of update; False where no dossier has this code."""
        places = self._places_of(code)
        self._touched.update(dict.fromkeys(places, int(self._clock().timestamp())))
        self._view = None
        return bool(places)

    def _places_of(self, code: str) -> list[int]:
        view = self._now()
        return [int(place) for place in view.order[view.seen.lives.code[view.order] == code]]

    def _now(self) -> View:
        instant = int(self._clock().timestamp())
        view = self._view
        if view is None or not view.seen.instant <= instant < view.seen.next_change:
            view = self._view = self._look(instant)
        return view

    def _look(self, instant: int) -> View:
        seen = moment(self._district.until(instant), instant)
        updated = seen.updated.copy()
        for place, touched in self._touched.items():
            updated[place] = max(updated[place], touched)
        exists = updated != NEVER
        exists[list(self._deleted)] = False
        places = np.flatnonzero(exists)
        newest_first = -updated[places] * RANKS + self._rank(seen.lives)[places]
        return View(seen, updated, places[np.argsort(newest_first)])

    def _rank(self, lives: Lives) -> Integers:
        """The place of each dossier in the order of the ids; kept until the district has grown."""
        if len(self._ranks) != len(lives):
            self._ranks = np.empty(len(lives), dtype=np.int64)
            self._ranks[np.lexsort((lives.number, lives.applied))] = np.arange(len(lives))
        return self._ranks


def _applied_in(identity: str) -> int:
    try:
        return int(identity[:8], 16)
    except ValueError:
        return -1

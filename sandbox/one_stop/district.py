"""The district as a growing list of days: what is there stays, the clock only adds to it."""

import threading

import numpy as np

from sandbox.one_stop import volume
from sandbox.one_stop.birth import born
from sandbox.one_stop.draws import draw
from sandbox.one_stop.layers import DEFAULT, Layer
from sandbox.one_stop.lives import Lives
from sandbox.people import Person, people
from sandbox.working_time import Integers, epoch_day, local_day

DAYS_AT_ONCE = 31


class District:
    """All dossiers of (seed, scale), day by day; `layers` are laid over them, `planted` persons walk among them."""

    def __init__(
        self,
        seed: int,
        scale: float,
        *,
        layers: tuple[Layer, ...] = DEFAULT,
        planted: tuple[Person, ...] = (),
    ) -> None:
        self.seed, self.scale = seed, scale
        self.people = people(seed, planted)
        self._layers = layers
        self._next_day = epoch_day(volume.FIRST_DAY)
        self._blocks: list[Lives] = []
        # Servers and stores ask in threads of their own: a day must not be added twice.
        self._growing = threading.Lock()

    def until(self, instant: int) -> Lives:
        """All lives begun up to the end of the Vietnamese day of `instant` (epoch seconds), in a lasting order.

        Raises `ValueError` for an instant before the first day of the world.
        """
        with self._growing:
            self._grow(int(local_day(np.array(instant))) + 1)
        if not self._blocks:
            raise ValueError(f"the district begins on {volume.FIRST_DAY}")
        return self._blocks[0]

    def _grow(self, end: int) -> None:
        days = volume.days_between(self._next_day, end)
        if days.size:
            blocks = [days[start : start + DAYS_AT_ONCE] for start in range(0, days.size, DAYS_AT_ONCE)]
            self._blocks = [Lives.join([*self._blocks, *(self._days(block) for block in blocks)])]
            self._next_day = end

    def _days(self, days: Integers) -> Lives:
        draws = draw(self.seed, self.scale, days)
        lives = born(draws, self.people)
        for layer in self._layers:
            lives = layer(lives, draws)
        return lives

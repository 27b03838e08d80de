"""Everybody who lives in the communes of 2025, by their number in config/population.csv: arrays over persons.

The pool of `sandbox.people`, who apply at the counters, is among them with the same numbers; children and the others
come besides. Those of one old commune stand together, those born since 2005 last and in order of birth.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from sandbox.people import FAMILY, GIVEN, MIDDLE, OUTSIDE_OLD_DISTRICT, POOL, people, residences
from sandbox.working_time import Integers, epoch_day

ANSWERS_TO_INHABITANTS = 0x4EA17
BIRTHS_A_YEAR, YEAR = 0.0135, 365.25
BORN_SINCE, BORN_UNTIL, COUNTED_ON = (
    epoch_day(day) for day in (date(2005, 9, 1), date(2027, 12, 31), date(2026, 11, 23))
)
OLDEST, YOUNGEST_ADULT = epoch_day(date(1934, 1, 1)), BORN_SINCE
# So many live in the smallest district of a test, so that its stories have persons.
FEWEST = 40


@dataclass(frozen=True)
class Inhabitants:
    """Arrays over persons. Those of residence r are `start[r]` to `start[r + 1]`, born since 2005 from `young[r]` on.

    `number` is what identity and telephone numbers follow from: below POOL it is a person of the pool.
    """

    start: Integers
    young: Integers
    residence: Integers
    number: Integers
    gender: Integers
    name: Integers
    birth_day: Integers
    offset: int

    @property
    def count(self) -> int:
        """How many persons there are, those still to be born included."""
        return len(self.number)

    def born_by(self, residence: int, day: int) -> int:
        """The end of those of a residence who are born on a date (epoch day)."""
        young, end = int(self.young[residence]), int(self.start[residence + 1])
        return young + int(np.searchsorted(self.birth_day[young:end], day, side="right"))

    def born_between(self, residence: int, first: int, last: int) -> tuple[int, int]:
        """The persons of a residence born from `first` to `last` (epoch days, since 2005): from, and the end."""
        young, end = int(self.young[residence]), int(self.start[residence + 1])
        born = self.birth_day[young:end]
        return young + int(np.searchsorted(born, first)), young + int(np.searchsorted(born, last, side="right"))

    def full_name(self, person: int) -> str:
        """The name of a person."""
        gender = int(self.gender[person])
        number, family = divmod(int(self.name[person]), len(FAMILY))
        number, middle = divmod(number, len(MIDDLE[gender]))
        return f"{FAMILY[family]} {MIDDLE[gender][middle]} {GIVEN[gender][number % len(GIVEN[gender])]}"

    def birthday(self, person: int) -> date:
        """The day of birth."""
        return date(1970, 1, 1) + timedelta(days=int(self.birth_day[person]))

    def identity_number(self, person: int) -> str:
        """Twelve digits; no province has the prefix 099. The same as `sandbox.people` gives a person of the pool."""
        born = self.birthday(person)
        century = 2 * (born.year >= 2000) + (1 - int(self.gender[person]))
        return f"099{century}{born.year % 100:02d}{self._serial(person):06d}"

    def insurance_number(self, person: int) -> str:
        """Ten digits of the health insurance; none begins with 99."""
        return f"99{(int(self.number[person]) * 7_368_787 + self.offset) % 100_000_000:08d}"

    def phone_number(self, person: int) -> str:
        """Ten digits; no operator has the prefix 050."""
        return f"050{(int(self.number[person]) * 7_654_321 + self.offset) % 10_000_000:07d}"

    def _serial(self, person: int) -> int:
        return (int(self.number[person]) * 611_953 + self.offset) % 1_000_000


@lru_cache(maxsize=2)
def inhabitants(seed: int, scale: float) -> Inhabitants:
    """Everybody of this seed. A population is a fact: above scale 1 nobody is added."""
    share, pool = min(scale, 1.0), people(seed)
    draw = np.random.default_rng([seed, ANSWERS_TO_INHABITANTS])
    parts = [_of_residence(number, share, pool.residence, draw) for number in range(len(residences()))]
    own = np.concatenate([part[0] for part in parts])
    is_pool, birth = own >= 0, np.concatenate([part[1] for part in parts])
    sizes = np.array([len(part[0]) for part in parts])
    young = np.array([part[2] for part in parts])
    start = np.concatenate([[0], np.cumsum(sizes)])
    number = np.where(is_pool, own, POOL + np.cumsum(~is_pool) - 1)
    names = len(FAMILY) * len(MIDDLE[0]) * len(GIVEN[0])
    return Inhabitants(
        start=start,
        young=start[:-1] + young,
        residence=np.repeat(np.arange(len(parts)), sizes),
        number=number,
        gender=np.where(is_pool, pool.gender[np.maximum(own, 0)], draw.integers(0, 2, len(own))),
        name=np.where(is_pool, pool.name[np.maximum(own, 0)], draw.integers(0, names, len(own))),
        birth_day=np.where(is_pool, pool.birth_day[np.maximum(own, 0)], birth),
        offset=pool.offset,
    )


def outside() -> int:
    """The number of the residence that did not belong to the old district."""
    return next(number for number, home in enumerate(residences()) if home.old_code == OUTSIDE_OLD_DISTRICT)


def _of_residence(
    number: int, share: float, pool_residence: Integers, draw: np.random.Generator
) -> tuple[Integers, Integers, int]:
    """(place in the pool or -1, day of birth) of a residence's persons, and how many of them were born before 2005."""
    count = max(FEWEST, round(residences()[number].weight * share))
    first, end = np.searchsorted(pool_residence, [number, number + 1])
    pooled = min(round((int(end) - int(first)) * share), count)
    births = round(count * BIRTHS_A_YEAR * (BORN_UNTIL - BORN_SINCE) / YEAR)
    alive = round(births * (COUNTED_ON - BORN_SINCE) / (BORN_UNTIL - BORN_SINCE))
    adults = max(0, count - pooled - alive)
    own = np.concatenate([np.arange(int(first), int(first) + pooled), np.full(adults + births, -1)])
    elder = np.floor(OLDEST + (YOUNGEST_ADULT - OLDEST) * np.sqrt(draw.random(adults))).astype(np.int64)
    born = np.sort(draw.integers(BORN_SINCE, BORN_UNTIL + 1, births))
    return own, np.concatenate([np.zeros(pooled, dtype=np.int64), elder, born]), pooled + adults

"""With what people come: notifiable diseases by the season, long illnesses for their medicine, and everything else."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sandbox.health.inhabitants import Inhabitants, inhabitants
from sandbox.satisfaction.dice import die
from sandbox.working_time import Integers, working_time

# (main diagnosis, weight) of those who come once.
ACUTE = (
    *(("J06.9", 17), ("J00", 9), ("J20.9", 8), ("J02.9", 7), ("K29.7", 7), ("M54.5", 8), ("M17.9", 5), ("R51", 4)),
    *(("A09", 4), ("L30.9", 3), ("H10.9", 3), ("N39.0", 2), ("S61.9", 4), ("T14.1", 2), ("K02.1", 4), ("J45.9", 2)),
    *(("Z00.0", 2), ("O80.9", 1), ("R50.9", 4), ("B34.9", 3), ("F41.1", 1), ("F32.9", 1)),
)
# Rare, and nothing that may land: persons living with HIV, and what is told besides.
WITHHELD = (("B20.9", 1), ("Z21", 1))
OTHERS = ("", "", "", "", "E78.5", "K21.9", "M54.5", "J30.4")
HYPERTENSION, DIABETES = ("I10", "I10", "I11.9"), ("E11.9", "E11.9", "E11.2")
# Of those born before 1991, by decade of birth from the oldest: how many are known with a long illness, and come.
MANAGED_SHARE, DIABETES_SHARE, BOTH_SHARE = 0.115, 0.031, 0.45
ELDER_UNTIL = 7_670
PERIOD_DAYS, PERIOD_ROOM = 48, 10
AT_CENTRE_SHARE = 0.3


@dataclass(frozen=True)
class Season:
    """A notifiable disease: its codes, and how many persons are first seen in a week of each month, at scale 1."""

    disease: str
    codes: tuple[str, ...]
    by_month: tuple[float, ...]
    is_of_children: bool


DENGUE = Season("dengue", ("A90", "A91", "A97.0"), (5, 3, 2, 2, 3, 5, 8, 12, 16, 21, 19, 11), False)
HAND_FOOT_MOUTH = Season("hand_foot_mouth", ("B08.4",), (4, 6, 11, 14, 12, 8, 6, 7, 12, 15, 11, 6), True)
SEASONS = (DENGUE, HAND_FOOT_MOUTH)
# The second year is a little milder than the first, so that a calm week lies below its threshold.
MILDER = 0.86


@dataclass(frozen=True)
class Patients:
    """Persons under lasting care: they come every `period` working days, for their whole time."""

    person: Integers
    period: Integers
    phase: Integers
    has_hypertension: Integers
    has_diabetes: Integers
    at_centre: Integers

    def on(self, number: int) -> Integers:
        """The places in these arrays of those who come on a working day, by its number."""
        return np.flatnonzero((number + self.phase) % self.period == 0)


@lru_cache(maxsize=2)
def patients(seed: int, scale: float) -> Patients:
    """Everybody under lasting care."""
    who = inhabitants(seed, scale)
    elder = np.flatnonzero(who.birth_day < ELDER_UNTIL)
    chance = die(elder + 1 + seed, "chronic")
    cared = elder[chance < MANAGED_SHARE + DIABETES_SHARE]
    is_first = chance[chance < MANAGED_SHARE + DIABETES_SHARE] < MANAGED_SHARE
    period = PERIOD_DAYS + (die(cared + 1, "period") * PERIOD_ROOM).astype(np.int64)
    both = die(cared + 1, "both") < np.where(is_first, BOTH_SHARE * 0.3, BOTH_SHARE)
    return Patients(
        cared,
        period,
        (die(cared + 1, "phase") * period).astype(np.int64),
        (is_first | both).astype(np.int64),
        (~is_first | both).astype(np.int64),
        (die(cared + 1, "centre") < AT_CENTRE_SHARE).astype(np.int64),
    )


def first_seen(
    who: Inhabitants, season: Season, day: int, month: int, share: float, draw: np.random.Generator
) -> Integers:
    """The persons first seen with a notifiable disease on a date, anywhere in the district."""
    count = int(draw.poisson(season.by_month[month - 1] / 7 * share))
    if not count:
        return np.array([], dtype=np.int64)
    sizes = np.diff(who.start).astype(np.float64)
    homes = draw.choice(len(sizes), count, p=sizes / sizes.sum())
    found = []
    for home in homes.tolist():
        first, end = int(who.start[home]), who.born_by(home, day)
        if season.is_of_children:
            first, end = who.born_between(home, day - 6 * 365, day - 200)
        if end > first:
            found.append(int(draw.integers(first, end)))
    return np.array(found, dtype=np.int64)


def working_number(day: int) -> int | None:
    """The number of a working day, None on a day off."""
    time = working_time()
    at = np.array(day)
    return int(time.number(at)) if bool(time.working(at)) else None

"""Dice that follow from what they are thrown for alone, so that a day of the devices depends on (seed, day) alone.

Two kinds: `die` is chance, like the district's other dice. `spread` is not: it deals numbers out so evenly that any
stretch of cases shows the wanted share, where the demo's story tells a figure.
"""

import numpy as np
import numpy.typing as npt

from sandbox.working_time import Floats, Integers

GOLDEN = 0.6180339887498949
_INCREMENT, _FIRST, _SECOND = (np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def die(keys: Integers, name: str) -> Floats:
    """A number in [0, 1) for each key, another one for each name: splitmix64 of both."""
    salt = np.uint64(int.from_bytes(name.encode()[-8:], "big"))
    mixed: npt.NDArray[np.uint64] = _mix(_mix(keys.astype(np.uint64)) ^ salt)
    return np.asarray((mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def spread(groups: Integers, seed: int) -> Floats:
    """A number in [0, 1) for each case in order, those of one group spread evenly over any stretch of it."""
    return np.asarray((rank_within(groups) * GOLDEN + seed * GOLDEN + groups * GOLDEN**2) % 1.0)


def rank_within(groups: Integers) -> Integers:
    """How many cases of its group come before each case."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, np.diff(starts, append=len(groups)))
    return ranks


def _mix(number: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        number = number + _INCREMENT
        number = (number ^ (number >> np.uint64(30))) * _FIRST
        number = (number ^ (number >> np.uint64(27))) * _SECOND
        return np.asarray(number ^ (number >> np.uint64(31)))

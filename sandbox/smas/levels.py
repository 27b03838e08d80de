"""The levels that the schools' own program works out and writes into the books (TT 22/2021)."""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sandbox.working_time import Integers

if TYPE_CHECKING:
    from sandbox.smas.marks import Flags

Words: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.str_]]"

# From the worst to the best.
LEVELS = np.array(["CĐ", "Đ", "K", "T"])
FAILED, REACHED, FAIR, GOOD = range(4)
ENOUGH_SUBJECTS = 6


def learning(average: Integers, failed: "Flags") -> Integers:
    """The level of learning, 0 to 3, from averages in tenths (pupil, subject) and comments; one subject alone that
    pulls it down by two or more is made good by one.
    """
    plain = _level(average, failed)
    best = plain.copy()
    for subject in range(average.shape[1]):
        best = np.maximum(best, _level(np.delete(average, subject, axis=1), failed))
    for subject in range(failed.shape[1]):
        best = np.maximum(best, _level(average, np.delete(failed, subject, axis=1)))
    return np.where(best - plain >= 2, plain + 1, plain)


def conduct_of_year(first: Integers, second: Integers) -> Integers:
    """The year's level of conduct from those of the semesters: the second counts, unless the first was far worse."""
    found = np.full(len(first), FAILED)
    found[(second == REACHED) & (first <= FAIR) | (second == FAIR) & (first == FAILED)] = REACHED
    fair = (second == FAIR) & (first >= REACHED) | (second == REACHED) & (first == GOOD)
    found[fair | (second == GOOD) & (first <= REACHED)] = FAIR
    found[(second == GOOD) & (first >= FAIR)] = GOOD
    return found


def _level(average: Integers, failed: "Flags") -> Integers:
    def at_least(tenths: int) -> Integers:
        count: Integers = (average >= tenths).sum(axis=1)
        return count

    failures, lowest = failed.sum(axis=1), average.min(axis=1)
    good = (failures == 0) & (lowest >= 65) & (at_least(80) >= ENOUGH_SUBJECTS)
    fair = (failures == 0) & (lowest >= 50) & (at_least(65) >= ENOUGH_SUBJECTS)
    reached = (failures <= 1) & (lowest >= 35) & (at_least(50) >= ENOUGH_SUBJECTS)
    return np.select([good, fair, reached], [GOOD, FAIR, REACHED], FAILED)

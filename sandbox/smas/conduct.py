"""How pupils behaved and how often they were absent, term by term."""

from functools import lru_cache

import numpy as np
import pandas as pd

from sandbox.smas.levels import FAILED, FAIR, GOOD, REACHED
from sandbox.smas.roster import roster
from sandbox.smas.terms import Term
from sandbox.working_time import Integers

CONDUCT = 0x61
# From which value of a pupil's bent on a level is reached.
GOOD_FROM, FAIR_FROM, REACHED_FROM = -0.75, -1.75, -2.75
# How much of a year's absences fall into the time that a term's book covers.
SHARE = {"mid_term_1": 54 / 210, "term_1": 108 / 210, "mid_term_2": 48 / 210, "year": 1.0}
UNPERMITTED = 0.22
MOST_ABSENCES = 45


@lru_cache(maxsize=8)
def conduct(seed: int, scale: float, year: int, half: int) -> Integers:
    """The level of conduct of each pupil of `roster`, 0 (chưa đạt) to 3 (tốt), in a semester."""
    pupils = roster(seed, scale, year).pupils
    found = np.empty(len(pupils), dtype=np.int64)
    for grade, part in pupils.groupby("grade"):
        draw = np.random.default_rng([seed, CONDUCT, year, half, int(str(grade))])
        bent = part["conduct"].to_numpy() + 0.35 * draw.normal(0, 1, len(part))
        steps = [bent >= GOOD_FROM, bent >= FAIR_FROM, bent >= REACHED_FROM]
        found[part.index] = np.select(steps, [GOOD, FAIR, REACHED], FAILED)
    return found


def absences(pupils: pd.DataFrame, term: Term) -> tuple[Integers, Integers]:
    """Sessions missed with and without leave in the time that the term's book covers."""
    missed = (pupils["absences"].to_numpy() * SHARE[term.term] + 0.5).astype(np.int64)
    without = (missed * UNPERMITTED).astype(np.int64)
    return missed - without, without


def is_gone(pupils: pd.DataFrame, term: Term) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Who had left by the end of the term."""
    gone = (pupils["leaving"] != "") & (pupils["left_date"] <= term.end)
    return gone.to_numpy(dtype=bool)

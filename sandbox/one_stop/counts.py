"""Monthly totals of the district as they truly happened: what the national portal holds, whose systems need no copy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sandbox.one_stop.catalogue import agencies
from sandbox.one_stop.lives import FORWARDED, Lives, Step, day_of
from sandbox.one_stop.moment import due_at
from sandbox.working_time import Integers


@dataclass(frozen=True)
class MonthlyCount:
    """A calendar month of one unit code: that of the handling agency's row in config/agencies.csv, old or new.

    Five codes name an old and a new commune: after 01/07/2025 their rows also hold what is left of the old one.
    """

    agency_unit_code: str
    year: int
    month: int
    received: int
    resolved: int
    on_time: int


def monthly_counts(lives: Lives, instant: int) -> list[MonthlyCount]:
    """What happened up to and including `instant` (epoch seconds), by unit and month; empty months are left out.

    Received is by the Vietnamese date of acceptance, resolved by that of completion or withdrawal. On time is what was
    done by its due date or had none, and what was withdrawn. Not counted is what others handle (FORWARDED), nor what an
    agency without unit handles. Whether a dossier has reached the provincial system does not matter here.
    """
    own = lives.take(lives.competence != FORWARDED)
    units = np.array([row.unit_code for row in agencies().rows])[own.agency]
    withdrawn = own.step(Step.WITHDRAWN)
    ended = np.minimum(own.step(Step.COMPLETED), withdrawn)
    is_on_time = (withdrawn == ended) | (day_of(ended) <= day_of(due_at(own, instant)))
    received = _by_month(units, own.step(Step.ACCEPTED), instant).assign(received=1, resolved=0, on_time=0)
    resolved = _by_month(units, ended, instant).assign(received=0, resolved=1, on_time=is_on_time.astype(int))
    happened = pd.concat([received, resolved]).query("unit != '' and year > 0")
    counts = happened.groupby(["unit", "year", "month"], as_index=False).sum()
    return [MonthlyCount(*row) for row in counts.itertuples(index=False, name=None)]


def _by_month(units: npt.NDArray[np.str_], instants: Integers, until: int) -> pd.DataFrame:
    """Unit, year and month of each instant; year 0 where it is still to come."""
    has_come = instants <= until
    months = day_of(np.where(has_come, instants, 0)).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return pd.DataFrame({"unit": units, "year": np.where(has_come, 1970 + months // 12, 0), "month": 1 + months % 12})

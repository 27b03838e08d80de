"""Changes laid over finished lives: the demo's chosen situations (`story.py`), and dirt.

A layer may use the dice, so that it too depends on (seed, day) alone; with no layers the district is spotless.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from sandbox.one_stop import rates
from sandbox.one_stop.catalogue import agencies
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.lives import NEVER, Lives, Step
from sandbox.one_stop.story import STORY, may_be_unfinished
from sandbox.working_time import DAY, Booleans

Layer: TypeAlias = Callable[[Lives, Draws], Lives]
KINDS = 6
UNKNOWN_STATUS, MALFORMED_CODE, NO_ACCEPTANCE, UNKNOWN_AGENCY, DUE_TOO_EARLY, NO_COMPLETION = range(KINDS)


def dirt(lives: Lives, draws: Draws) -> Lives:
    """About one dossier in two thousand as no rule allows it: each flaw is one that a source really shows."""
    is_dirty = draws["dirt"] < rates.DIRT_SHARE
    kind = np.where(is_dirty, (draws["dirt_kind"] * KINDS).astype(np.int64), KINDS)
    times, due = lives.times.copy(), lives.due.copy()
    accepted = times[Step.ACCEPTED].copy()
    mistyped: Booleans = (kind == UNKNOWN_STATUS) & (accepted != NEVER)
    times[Step.STATUS_MISTYPED, mistyped] = times[Step.STARTED, mistyped]
    times[Step.ACCEPTED, (kind == NO_ACCEPTANCE) & (accepted != NEVER)] = NEVER
    # Where the story tells how many ends are missing, chance takes none away.
    times[Step.COMPLETED, (kind == NO_COMPLETION) & ~may_be_unfinished(lives)] = NEVER
    too_early: Booleans = (kind == DUE_TOO_EARLY) & (accepted != NEVER)
    due[:, too_early] = accepted[too_early] - 3 * DAY
    code = lives.code.copy()
    # Without the second dash no rule accepts it, yet no two are alike: totals by window still close.
    code[kind == MALFORMED_CODE] = ["".join(text.rsplit("-", 1)) for text in code[kind == MALFORMED_CODE]]
    agency = np.where(kind == UNKNOWN_AGENCY, agencies().unknown, lives.agency)
    return replace(lives, code=code, agency=agency, times=times, due=due)


DEFAULT: tuple[Layer, ...] = (*STORY, dirt)

"""The demo's chosen dossiers: a layer for each situation that is not a matter of frequency alone.

Who is chosen, the die says, and a share below says how many: at scale 1 with seed 1 exactly as many as the demo tells
(tests/sandbox/test_story.py counts them), with other seeds and scales about as many.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sandbox.one_stop.catalogue import agencies, catalogue
from sandbox.one_stop.draws import Draws
from sandbox.one_stop.lives import FORWARDED, MINISTRY, NEVER, PROVINCE, Lives, Step, day_of
from sandbox.working_time import DAY, WORKING_DAY, Booleans, Integers, epoch_day, instant, working_time


@dataclass(frozen=True)
class Chosen:
    """A situation's dates, first and last, its commune (None for all five) and the share of candidates it takes."""

    first: date
    last: date
    share: float
    commune_code: str | None = None


RETURNED = Chosen(date(2026, 9, 8), date(2026, 9, 14), 0.30, "21100")
AFTER_THE_HOLIDAY = Chosen(date(2026, 11, 25), date(2026, 11, 25), 0.566)
ENTERED_LATE = Chosen(date(2026, 10, 1), date(2026, 10, 31), 0.56, "21040")
ENTERED_ON = date(2026, 11, 6)
COPIED_LATE_SINCE, COPY_DAYS = date(2026, 11, 16), 3
UNFINISHED = Chosen(date(2026, 9, 15), date(2026, 12, 14), 0.0032, "21085")
UNDECIDED_UNTIL = date(2026, 11, 22)
ENTRY_STARTS, ENTRY_SECONDS = 8 * 3600, 4 * 3600


def returned_on_the_due_day(lives: Lives, draws: Draws) -> Lives:
    """Dossiers that go back to the citizen on their very last day, so that none is late when the quarter ends."""
    due, time = _simple_due(lives), working_time()
    takes_days = day_of(lives.step(Step.ACCEPTED)) < day_of(due)
    would_end = lives.step(Step.COMPLETED) != NEVER
    chosen = _of(lives, RETURNED, due) & takes_days & would_end & (draws["story"] < RETURNED.share)
    hour = (WORKING_DAY * draws["story"][chosen] / RETURNED.share).astype(np.int64)
    end = np.full(len(lives), NEVER)
    end[chosen] = time.instant(time.number(day_of(due[chosen])) * WORKING_DAY + hour)
    times = np.where(lives.times > end, NEVER, lives.times)
    times[Step.WITHDRAWN, chosen] = end[chosen]
    for step in (Step.COMPLETED, Step.HANDED_OUT, Step.APOLOGISED):
        times[step, chosen] = NEVER
    return replace(lives, times=times)


def due_on_the_new_holiday(lives: Lives, draws: Draws) -> Lives:
    """Due dates reckoned by a calendar that does not know the holiday: they fall on it, a working day too early."""
    due = _simple_due(lives)
    end = np.minimum(lives.step(Step.COMPLETED), lives.step(Step.WITHDRAWN))
    is_open = day_of(lives.step(Step.ACCEPTED)) <= epoch_day(UNDECIDED_UNTIL)
    is_open &= day_of(end) > epoch_day(UNDECIDED_UNTIL)
    is_open &= lives.system == PROVINCE
    chosen = _of(lives, AFTER_THE_HOLIDAY, due) & is_open & (draws["story"] < AFTER_THE_HOLIDAY.share)
    return replace(lives, due=np.where(chosen, lives.due - DAY, lives.due))


def entered_late(lives: Lives, draws: Draws) -> Lives:
    """Late dossiers of a month that the commune enters on one day, after the month's figures went out."""
    completed = lives.step(Step.COMPLETED)
    is_late = day_of(completed) > day_of(lives.due[-1])
    chosen = _of(lives, ENTERED_LATE, completed) & is_late & (draws["story"] < ENTERED_LATE.share)
    entry = ENTRY_STARTS + (ENTRY_SECONDS * draws["story"]).astype(np.int64)
    entered = instant(np.full(len(lives), epoch_day(ENTERED_ON)), entry)
    return replace(lives, shown=np.where(chosen, entered, lives.shown))


def copied_late(lives: Lives, draws: Draws) -> Lives:
    """Civil-status dossiers of the ministry's system that reach the province's three working days after the answer."""
    civil_status = [field.code for field in catalogue().fields].index("HOTICH")
    answered = np.minimum(lives.step(Step.ACCEPTED), lives.step(Step.REFUSED))
    chosen = (lives.system == MINISTRY) & (catalogue().field[lives.procedure] == civil_status)
    chosen &= (day_of(answered) >= epoch_day(COPIED_LATE_SINCE)) & (answered != NEVER)
    shown, time = lives.shown.copy(), working_time()
    shown[chosen] = time.instant(time.position(answered[chosen]) + COPY_DAYS * WORKING_DAY)
    return replace(lives, shown=shown)


def unfinished(lives: Lives, draws: Draws) -> Lives:
    """Dossiers handed out whose end nobody wrote down: the form does not add up."""
    handed_out = day_of(lives.step(Step.HANDED_OUT)) <= epoch_day(UNDECIDED_UNTIL)
    chosen = may_be_unfinished(lives) & handed_out & (draws["story"] > 1 - UNFINISHED.share)
    times = lives.times.copy()
    times[Step.COMPLETED, chosen] = NEVER
    return replace(lives, times=times)


def may_be_unfinished(lives: Lives) -> Booleans:
    """The lives among which `unfinished` chooses: no other layer may take away the end of one."""
    return _of(lives, UNFINISHED, lives.step(Step.ACCEPTED))


def _of(lives: Lives, situation: Chosen, instants: Integers) -> Booleans:
    """Which lives a commune of the situation answers for, their instants being of its dates."""
    days = day_of(instants)
    within = (days >= epoch_day(situation.first)) & (days <= epoch_day(situation.last))
    within &= lives.competence != FORWARDED
    if situation.commune_code is not None:
        units = np.array([row.unit_code if not row.valid_to else "" for row in agencies().rows])
        within &= units[lives.agency] == situation.commune_code
    return np.asarray(within)


def _simple_due(lives: Lives) -> Integers:
    """The due instants of dossiers that waited for nothing, NEVER for the others."""
    return np.where((lives.due[0] == lives.due[-1]) & (lives.due[0] != NEVER), lives.due[0], NEVER)


STORY = (returned_on_the_due_day, due_on_the_new_holiday, entered_late, copied_late, unfinished)

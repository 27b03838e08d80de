"""What the source shows at an instant: a pure function of the lives and that instant."""

from dataclasses import dataclass

import numpy as np

from sandbox.one_stop.lives import DUE_STEPS, NEVER, Lives, Step
from sandbox.working_time import Integers

STATUS_OF = {
    Step.APPLIED: 1,
    Step.ACCEPTED: 2,
    Step.REFUSED: 3,
    Step.STARTED: 4,
    Step.SUPPLEMENT_REQUESTED: 5,
    Step.SUPPLIED: 4,
    Step.SECOND_SUPPLEMENT_REQUESTED: 5,
    Step.SECOND_SUPPLIED: 4,
    Step.RESUMED: 4,
    Step.WITHDRAWN: 7,
    Step.COMPLETED: 9,
    Step.HANDED_OUT: 10,
    Step.STATUS_MISTYPED: 14,
}


@dataclass(frozen=True)
class Moment:
    """The lives as seen at `instant`; NEVER stands where nothing is set, and nothing changes before `next_change`.

    Arrays over all lives, those included that are not applied for or not shown yet (status 0); instants are epoch
    seconds. A dossier that came late was `updated` when it came, not before.
    """

    lives: Lives
    instant: int
    status: Integers
    updated: Integers
    due: Integers
    next_change: int

    def times(self, places: Integers) -> Integers:
        """Instants of the steps of some lives, (dossiers, steps): NEVER for those still to come."""
        times = self.lives.times[:, places].T
        is_shown = self.lives.shown[places] <= self.instant
        return np.where((times <= self.instant) & is_shown[:, np.newaxis], times, NEVER)

    def step(self, step: Step, places: Integers) -> Integers:
        """Instants of one step of some lives, NEVER where it is still to come."""
        times = self.lives.times[step, places]
        return np.where((times <= self.instant) & (self.lives.shown[places] <= self.instant), times, NEVER)


def moment(lives: Lives, instant: int) -> Moment:
    """The state of these lives at `instant` (epoch seconds)."""
    status = np.zeros(len(lives), dtype=np.int64)
    updated = np.full(len(lives), -1)
    following = NEVER
    for step in Step:
        times = lives.times[step]
        happened = times <= instant
        np.maximum(updated, times, out=updated, where=happened)
        following = min(following, int(times.min(initial=NEVER, where=~happened)))
        if step == Step.PAUSED:
            np.copyto(status, lives.pause_status, where=happened)
        elif step in STATUS_OF:
            status[happened] = STATUS_OF[step]
    hidden = lives.shown > instant
    updated = np.where((updated < 0) | hidden, NEVER, np.maximum(updated, lives.shown))
    status[hidden] = 0
    following = min(following, int(lives.shown.min(initial=NEVER, where=hidden)))
    return Moment(lives, instant, status, updated, np.where(hidden, NEVER, due_at(lives, instant)), following)


def due_at(lives: Lives, instant: int) -> Integers:
    """The due instant that holds at `instant`, NEVER where none does.

    A source that lost the acceptance date still has the due date that it set then.
    """
    is_accepted = (lives.times[Step.ACCEPTED] <= instant) | (lives.times[Step.STARTED] <= instant)
    due = np.where(is_accepted, lives.due[0], NEVER)
    for place, step in enumerate(DUE_STEPS[1:], start=1):
        np.copyto(due, lives.due[place], where=lives.times[step] <= instant)
    return due

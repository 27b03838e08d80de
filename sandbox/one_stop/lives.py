"""Lives of dossiers as arrays: who, what, where, and the instant of each step; all that a system shows follows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from sandbox.working_time import Booleans, Integers, local_day

NEVER = np.iinfo(np.int64).max


class Step(IntEnum):
    """The steps of a life, in an order in which those that set a status happen."""

    APPLIED = 0
    ACCEPTED = 1
    REFUSED = 2
    FEE_PAID = 3
    DIGITISED = 4
    STARTED = 5
    SUPPLEMENT_REQUESTED = 6
    SUPPLIED = 7
    SECOND_SUPPLEMENT_REQUESTED = 8
    SECOND_SUPPLIED = 9
    PAUSED = 10
    RESUMED = 11
    APOLOGISED = 12
    WITHDRAWN = 13
    COMPLETED = 14
    HANDED_OUT = 15
    STATUS_MISTYPED = 16


def day_of(instants: Integers) -> Integers:
    """Vietnamese dates (epoch days) of instants (epoch seconds), NEVER where there is none."""
    is_known = instants != NEVER
    return np.where(is_known, local_day(np.where(is_known, instants, 0)), NEVER)


# The steps that set the due instant: row k of `Lives.due` holds from DUE_STEPS[k] on.
DUE_STEPS = (Step.ACCEPTED, Step.SUPPLIED, Step.SECOND_SUPPLIED, Step.RESUMED)
OWN, FORWARDED, CROSS_BOUNDARY = range(3)
COMPETENCES = ("OWN", "FORWARDED", "CROSS_BOUNDARY")
PROVINCE, MINISTRY = range(2)
SYSTEMS = ("PROVINCE", "MINISTRY")


@dataclass(frozen=True)
class Lives:
    """One dossier a place in each array (the last axis); instants are epoch seconds, NEVER where a step is not reached.

    `times` is (steps, dossiers), `due` (len(DUE_STEPS), dossiers). `person`, `home`, `procedure`, `agency` and
    `receiving` point into the pool of people, its residences, the catalogue and the agencies; `channel` 0 is null.
    The source shows nothing of a dossier before `shown`, which is 0 but for those that reach it late.
    """

    code: npt.NDArray[np.object_]
    number: Integers
    person: Integers
    home: Integers
    applicant_kind: Integers
    procedure: Integers
    agency: Integers
    receiving: Integers
    competence: Integers
    system: Integers
    channel: Integers
    pause_status: Integers
    times: Integers
    due: Integers
    reception_due: Integers
    documents: Integers
    payment_channel: Integers
    is_verified: Booleans
    is_electronic: Booleans
    note: Integers
    shown: Integers

    def __len__(self) -> int:
        return len(self.code)

    @property
    def applied(self) -> Integers:
        """Instants at which the dossiers came into being."""
        return self.step(Step.APPLIED)

    def step(self, step: Step) -> Integers:
        """Instants of one step."""
        return np.asarray(self.times[step])

    def take(self, rows: Integers | Booleans) -> Self:
        """The lives at these places."""
        return replace(self, **{name: array[..., rows] for name, array in self._arrays().items()})

    @classmethod
    def join(cls, parts: "Sequence[Lives]") -> "Lives":
        """The lives of several parts, one after the other."""
        arrays = [part._arrays() for part in parts]
        return cls(**{name: np.concatenate([part[name] for part in arrays], axis=-1) for name in arrays[0]})

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

"""The dice of a day: everything that happens to the dossiers applied for on day X follows from (seed, X) alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sandbox.one_stop import volume
from sandbox.working_time import Floats, Integers

# A new die goes to the end: the ones before it keep their numbers, and the district its past.
DICE = (
    "person", "procedure", "channel", "channel_is_null", "applied_hour", "applied_minute",
    "acceptance_delay", "acceptance_is_slow", "refused", "cross_boundary", "receiving_commune", "ministry",
    "applicant_kind", "identity", "supplement", "second_supplement", "unanswered", "first_wait", "second_wait",
    "first_jitter", "second_jitter", "pause", "pause_wait", "pause_jitter", "withdrawn", "due_missing",
    "due_at_midnight", "late", "lateness", "early", "finish", "start", "first_point", "second_point", "pause_point",
    "apology", "apology_delay", "hand_out", "hand_out_delay", "digitised", "reused", "repository", "verified",
    "electronic", "payment", "payment_delay", "note", "dirt", "dirt_kind", "story",
)  # fmt: skip


@dataclass(frozen=True)
class Draws:
    """Uniform numbers in [0, 1): one array a die, over dossiers: number `row` of the date `day` (epoch days)."""

    day: Integers
    row: Integers
    dice: Mapping[str, Floats]

    def __getitem__(self, die: str) -> Floats:
        return self.dice[die]


def draw(seed: int, scale: float, days: Integers) -> Draws:
    """Throw the dice of each of these days (epoch days); at scale 1 about 90,000 dossiers a year."""
    throws = [_throw(seed, day, mean * scale) for day, mean in zip(days.tolist(), volume.expected(days), strict=True)]
    counts = [throw.shape[1] for throw in throws]
    numbers = np.concatenate(throws, axis=1)
    return Draws(
        np.repeat(days, counts),
        np.concatenate([np.arange(count) for count in counts]),
        dict(zip(DICE, numbers, strict=True)),
    )


def _throw(seed: int, day: int, mean: float) -> Floats:
    generator = np.random.default_rng([seed, day])
    return generator.random((len(DICE), generator.poisson(mean)))

"""What goes wrong in the files: one message in some hundreds, told by a die from (day, place, number) alone."""

from dataclasses import dataclass

import numpy as np

from sandbox.satisfaction.dice import die

# Of a thousand records or visits each.
RECORD_FAULTS = {
    "nobody": 0.35,
    "before_birth": 1.2,
    "unreadable_date": 0.5,
    "future": 0.5,
    "old_commune": 0.4,
}
VISIT_FAULTS = {
    "nobody": 0.25,
    "unknown_diagnosis": 0.8,
    "unknown_facility": 0.3,
    "future": 0.4,
    "long_code": 30.0,
    "base64": 2.0,
}
UNKNOWN_FACILITY, UNKNOWN_DIAGNOSIS = "51123", ("B5.0", "J0", "K29.", "SOT")


@dataclass(frozen=True)
class Dirt:
    """Which fault each of a run of messages has; most have none."""

    faults: dict[str, float]
    name: str

    def of(self, day: int, place: int, count: int) -> list[str | None]:
        """The fault of each of `count` messages of a day and place."""
        keys = (np.int64(day) * 100 + place) * 100_000 + np.arange(count)
        thrown = die(keys + 1, self.name) * 1000
        bounds = np.cumsum(list(self.faults.values()))
        names = [*self.faults, None]
        return [names[at] for at in np.searchsorted(bounds, thrown, side="right").tolist()]


OF_RECORDS, OF_VISITS = Dirt(RECORD_FAULTS, "record"), Dirt(VISIT_FAULTS, "visit")

"""How often results are rated, and how: the knobs behind the demo's numbers, and its situations at the devices.

Figures are set so that they hold at scale 1 whatever the seed, within half a point: cases are spread evenly over their
groups (`dice.spread`), and where the story tells a number of ratings, so many are taken. tests/sandbox measures them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

import numpy as np

from config.clock import TIMEZONE
from sandbox.one_stop.catalogue import agencies
from sandbox.satisfaction.devices import CENTRES, Device
from sandbox.working_time import Booleans, Floats, Integers, epoch_day, working_time

FormerPaths: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""{(table, column): the paths of that column in a contract}."""

CODE_KNOWN_SHARE = 0.88
VERY_SATISFIED_SHARE, NEUTRAL_SHARE, VERY_DISSATISFIED_SHARE = 0.62, 0.45, 0.18
LATE_SATISFIED_SHARE = 0.61
OLD_RATED_SHARE = 0.16
OLD_SATISFIED_SHARE = 0.935

# By commune of 2025: the share of results rated at dates between which it moves in a straight line, and the share of
# those that came in time of which people are satisfied.
RATED_SHARE = {
    "21040": ((date(2025, 7, 1), 0.20), (date(2026, 1, 1), 0.34), (date(2026, 9, 15), 0.48)),
    "21061": ((date(2025, 7, 1), 0.15), (date(2026, 1, 1), 0.26), (date(2026, 9, 14), 0.12)),
    "21085": ((date(2025, 7, 1), 0.14), (date(2026, 1, 1), 0.28), (date(2026, 9, 15), 0.40)),
    "21100": ((date(2025, 7, 1), 0.18), (date(2026, 1, 1), 0.24), (date(2026, 9, 14), 0.08)),
    "21109": ((date(2025, 7, 1), 0.16), (date(2026, 1, 1), 0.30), (date(2026, 9, 15), 0.46)),
}
SATISFIED_SHARE = {"21040": 0.961, "21061": 0.927, "21085": 0.946, "21100": 0.946, "21109": 0.941}


@dataclass(frozen=True)
class Few:
    """A report quarter in which a commune's centre gets so few ratings, `satisfied` of them good ones.

    `count` is reached on the day `counted_on`, at scale 1; before and after it goes on at the same pace.
    """

    commune_code: str
    count: int
    satisfied: int
    first: date = date(2026, 9, 15)
    last: date = date(2026, 12, 14)
    counted_on: date = date(2026, 11, 20)


FEW = (Few("21061", 42, 35), Few("21100", 17, 16))


@dataclass(frozen=True)
class Bursts:
    """One button pressed forty times and more within two minutes before closing, on days of a month."""

    device_code: str
    days: tuple[date, ...]
    taps: int


# 15 days: 12 of 41 presses, 3 of 40.
BURSTS = Bursts(
    "K-VT-02",
    tuple(date(2026, 10, day) for day in (5, 6, 7, 9, 12, 13, 15, 16, 19, 21, 22, 23, 27, 28, 30)),
    612,
)


@dataclass(frozen=True)
class Drift:
    """A device whose clock is wrong by `minutes` from `first` to `last`."""

    device_code: str
    first: date
    last: date
    minutes: int


DRIFTS = (
    Drift("K-VT-02", date(2026, 8, 4), date(2026, 8, 6), 43),
    Drift("K-BM-02", date(2026, 11, 16), date(2026, 11, 17), 43),
)
# The spare device sends from its counter on these days, unknown to the list of devices.
SPARE_DAYS = (date(2026, 11, 12), date(2026, 11, 13))

# The vendor renamed a column; the contract was mended two nights later.
RENAMED_AT = datetime(2026, 11, 18, tzinfo=TIMEZONE)
MENDED_AT = datetime(2026, 11, 20, tzinfo=TIMEZONE)
FORMER_NAME, NEW_NAME = "score", "rating_value"
FORMER_PATHS = {("rating", "score"): (FORMER_NAME,)}


def former_paths(instant: datetime) -> FormerPaths:
    """Where the contract of that day looked for columns, as far as it was mended since; empty from then on."""
    return FORMER_PATHS if instant < MENDED_AT else {}


def rated_share(commune_code: str, days: Integers) -> Floats:
    """The share of results handed out on each date (epoch days) that people rate, in a centre of 2025."""
    points = RATED_SHARE[commune_code]
    return np.asarray(np.interp(days, [epoch_day(day) for day, _ in points], [share for _, share in points]))


def in_few(few: Few, days: Integers) -> Booleans:
    """Whether each date (epoch days) lies in the quarter of `few`."""
    return (days >= epoch_day(few.first)) & (days <= epoch_day(few.last))


def wanted_by(few: Few, days: Integers, scale: float) -> Integers:
    """How many ratings the quarter of `few` has had at the end of each of its dates (epoch days)."""
    time = working_time()
    bounds = time.number(np.array([epoch_day(few.first), epoch_day(few.counted_on) + 1]))
    worked = time.number(days + 1) - bounds[0]
    wanted = few.count * scale * worked / (bounds[1] - bounds[0])
    return np.asarray(np.floor(wanted + 1e-9).astype(np.int64))


def few_of(commune_code: str) -> Few | None:
    """The quarter of few ratings of a commune, where it has one."""
    return next((few for few in FEW if few.commune_code == commune_code), None)


def commune_of(device: Device) -> str:
    """The commune of 2025 whose centre a device stands in; empty for one of before."""
    return "" if device.removed else agencies().rows[device.agency].unit_code


def commune_codes() -> tuple[str, ...]:
    """The communes of 2025 that have a centre."""
    return tuple(CENTRES)

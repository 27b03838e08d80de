"""The course of a unit over months, and where it lies on its axes: plain data for the drawing in `trend`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from dashboards.components.break_mark import BOUNDARY_CHANGE

STEPS = 3
"""At most so many steps of the counts' axis: more labels than that would touch on the wall."""
NAMES_IN_LITTLE_ROOM = 3
SHARE_SCALES = ((0.9, 1.0), (0.8, 1.0), (0.6, 1.0), (0.0, 1.0))


@dataclass(frozen=True)
class Month:
    """A month by its first day; None is what nobody knows, 0 is that nothing happened. `share` is 0 to 1.

    Where `low` and `high` are given, the share lies between them, and so a band is drawn behind its line. `instead` are
    the words for why there is no number; empty where nothing has come.
    """

    start: date
    name: str
    received: int | None
    resolved: int | None
    share: Decimal | None
    is_open: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    instead: str = ""


@dataclass(frozen=True)
class Course:
    """Months in order, without a month left out, and what the share is to reach."""

    months: tuple[Month, ...]
    target: Decimal | None = None

    @property
    def counts(self) -> tuple[int, ...]:
        """All counts that are known."""
        return tuple(count for month in self.months for count in (month.received, month.resolved) if count is not None)

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """All shares that are known."""
        return tuple(month.share for month in self.months if month.share is not None)

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The ends of all intervals of shares that are known."""
        known = (month for month in self.months if month.share is not None)
        return tuple(end for month in known for end in (month.low, month.high) if end is not None)


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high` with its labelled values."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def height(self, value: float | Decimal) -> float:
        """Where a value lies: 0 at the bottom, 1 at the top."""
        return (float(value) - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Dot:
    """A known share at the middle of its month, both coordinates 0 to 1, y upwards."""

    x: float
    y: float
    is_open: bool


def month_name(start: date) -> str:
    """11/25."""
    return f"{start:%m/%y}"


def centre(course: Course, index: int) -> float:
    """The middle of a month's column, 0 to 1."""
    return (index + 0.5) / len(course.months)


def count_scale(course: Course) -> Scale:
    """From 0 to a round number that no count exceeds, in whole steps."""
    largest = max(course.counts, default=0)
    step = next(step for step in _round_numbers() if step * STEPS >= largest)
    steps = max(1, -(-largest // step))
    return Scale(0, steps * step, tuple(float(step * each) for each in range(steps + 1)))


def share_scale(course: Course) -> Scale:
    """From as high as all shares and the target allow, since a line need not begin at 0; above 100% where one does."""
    known = [float(share) for share in (*course.shares, *course.ends, *filter(None, [course.target]))]
    lowest, highest = min(known, default=1.0), max(known, default=1.0)
    if highest > 1:
        high = next(float(number) for number in _round_numbers() if number >= highest)
        return Scale(0, high, (0, high / 2, high))
    low, high = next(scale for scale in SHARE_SCALES if scale[0] <= lowest)
    return Scale(low, high, (low, round((low + high) / 2, 2), high))


def lines(course: Course, scale: Scale) -> list[list[Dot]]:
    """The dots that a line joins: it ends before a month without a share and before the change of units."""
    runs: list[list[Dot]] = []
    last = -2
    for index, month in enumerate(course.months):
        if month.share is None:
            continue
        dot = Dot(centre(course, index), scale.height(month.share), month.is_open)
        if index == last + 1 and month.start != BOUNDARY_CHANGE:
            runs[-1].append(dot)
        else:
            runs.append([dot])
        last = index
    return runs


def bands(course: Course, scale: Scale) -> list[list[tuple[float, float, float]]]:
    """(x, low, high) of the intervals behind each line, all 0 to 1, y upwards."""
    by_x = {centre(course, index): month for index, month in enumerate(course.months)}
    found = []
    for run in lines(course, scale):
        known = [(dot.x, by_x[dot.x]) for dot in run]
        found.append([
            (x, scale.height(month.low), scale.height(month.high))
            for x, month in known
            if month.low is not None and month.high is not None
        ])  # fmt: skip
    return [each for each in found if each]


def break_at(course: Course) -> float | None:
    """Where the change of units of 01/7/2025 lies, 0 to 1; None where all months are on one side of it."""
    starts = [month.start for month in course.months]
    crossed = [index for index, (one, two) in enumerate(pairwise(starts), 1) if one < BOUNDARY_CHANGE <= two]
    return crossed[0] / len(starts) if crossed else None


def named_months(course: Course) -> Iterable[tuple[int, bool]]:
    """(index, whether its name stands even where there is little room): about three of all, counted from the last."""
    count = len(course.months)
    every = -(-count // NAMES_IN_LITTLE_ROOM)
    return [(index, (count - 1 - index) % every == 0) for index in range(count)]


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50, …"""
    ten = 1
    while True:
        yield from (ten, 2 * ten, 5 * ten)
        ten *= 10

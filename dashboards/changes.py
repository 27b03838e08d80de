"""How the change of a figure divides over the parts of a unit: by their own rates, and by their shares of the work.

Pure: from counts by part, before and now, to contributions that add up to the change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Counts:
    """What one part counts above and below the line."""

    numerator: int
    denominator: int

    @property
    def share(self) -> Fraction | None:
        """None where nothing stands below the line."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True)
class Contribution:
    """What one part adds to the change. `rate` is by its own share having moved, `mix` by its weight having moved.

    For a share both are in shares of 1; for a count `rate` is the difference and `mix` nothing.
    """

    key: str
    before: Counts
    now: Counts
    rate: Fraction
    mix: Fraction

    @property
    def total(self) -> Fraction:
        """Both together."""
        return self.rate + self.mix


NOTHING = Counts(0, 0)


def of_share(before: Mapping[str, Counts], now: Mapping[str, Counts]) -> list[Contribution]:
    """The contributions to the change of a share, the largest first; they add up to it exactly.

    A part that one of the periods does not have has no rate of its own there: all of its contribution is mix.
    """
    whole = [_sum(each) for each in (before, now)]
    if not all(each.denominator for each in whole):
        return []
    middle = sum((each.share or Fraction(0) for each in whole), Fraction(0)) / 2
    found = []
    for key in sorted({*before, *now}):
        sides = (before.get(key, NOTHING), now.get(key, NOTHING))
        weights = [Fraction(side.denominator, all_of.denominator) for side, all_of in zip(sides, whole, strict=True)]
        known = [side.share for side in sides if side.share is not None]
        if not known:
            continue
        first, last = (side.share if side.share is not None else known[0] for side in sides)
        rate = (weights[0] + weights[1]) / 2 * (last - first)
        mix = (weights[1] - weights[0]) * ((first + last) / 2 - middle)
        found.append(Contribution(key, *sides, rate, mix))
    return _largest_first(found)


def of_count(before: Mapping[str, Counts], now: Mapping[str, Counts]) -> list[Contribution]:
    """The contributions to the change of a count, the largest first."""
    pairs = {key: (before.get(key, NOTHING), now.get(key, NOTHING)) for key in sorted({*before, *now})}
    return _largest_first(
        [
            Contribution(key, then, here, Fraction(here.numerator - then.numerator), Fraction(0))
            for key, (then, here) in pairs.items()
        ]
    )


def _sum(parts: Mapping[str, Counts]) -> Counts:
    return Counts(sum(each.numerator for each in parts.values()), sum(each.denominator for each in parts.values()))


def _largest_first(found: list[Contribution]) -> list[Contribution]:
    return sorted((each for each in found if each.total), key=lambda each: (-abs(each.total), each.key))

"""Which units of health may not be told, so that nobody works out a few persons: the rules of ADR 0014, in sets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.oracle.health_places import LEVELS, Places, Unit

# Fewest persons of a group that is told.
LEAST = 10
# Room of parts of which nobody knows how many they have at most.
ENDLESS = 1_000_000
# By how many more and how many fewer hidden parts must be free together.
ROOM = 2


@dataclass(frozen=True)
class Told:
    """What is published of a unit."""

    state: str
    numerator: int | None
    denominator: int | None
    is_rounded: bool


@dataclass(frozen=True)
class Part:
    """How many of a unit fall into each group that must not be small, and how many they are by its size.

    `more` and `fewer` are the room that it leaves, once it is hidden.
    """

    groups: tuple[int, ...]
    size: int
    is_small: bool
    more: int = ENDLESS
    fewer: int = ENDLESS


def part(groups: Iterable[int], size: int) -> Part:
    """A unit that is small where one of its groups is."""
    told = tuple(max(group, 0) for group in groups)
    return Part(told, size, any(is_small(group) for group in told))


def is_small(count: int) -> bool:
    """Whether a number of persons may not be told."""
    return 0 < count < LEAST


def hidden(parts: Mapping[Unit, Part], places: Places) -> set[Unit]:
    """The units that are hidden as of one time, from the area to facilities; none of which nothing is counted.

    On each level those of today are decided first: the ones as of their own day are parts of these.
    """
    found: set[Unit] = set()
    for level, basis in ((level, basis) for level in LEVELS for basis in ("successor", "own")):
        families: dict[Unit | None, list[Unit]] = {}
        for unit in parts:
            if (unit.era.level, unit.basis) == (level, basis) and parts[unit].size:
                families.setdefault(places.home(unit), []).append(unit)
        for home, family in families.items():
            whole = parts[home] if home else None
            found |= _of_family({unit: parts[unit] for unit in family}, whole, is_below=home in found)
    return found


def elsewhere(family: Iterable[Part], whole: Part) -> Part | None:
    """Whoever counts in a whole and in none of its parts: one more part, that is never told."""
    each = list(family)
    sums = [sum(column) for column in zip(*(one.groups for one in each), strict=True)]
    left = part((of - told for of, told in zip(whole.groups, sums, strict=True)), max(whole.size - _size(each), 0))
    return Part(left.groups, left.size, left.is_small, ENDLESS, left.size) if any(left.groups) else None


def leaves_room(family: Iterable[Part]) -> bool:
    """Whether nobody can say of hidden parts that each has nearly as many, or as few, as it may."""
    each = list(family)
    return sum(one.more for one in each) >= ROOM and sum(one.fewer for one in each) >= ROOM


def above(units: Iterable[Unit], places: Places) -> set[Unit]:
    """The units, by both readings, that have one of these in them."""
    reached = {era for unit in units for era in places.reached(unit.era)}
    return {Unit(basis, era) for era in reached for basis in ("own", "successor")}


def tens(count: int) -> int:
    """A number of persons to tens, half up."""
    return (count + 5) // 10 * 10


def _of_family(family: Mapping[Unit, Part], whole: Part | None, *, is_below: bool) -> set[Unit]:
    """Those hidden among the parts of a whole: small ones, and then the ones of least size (of equal ones that of the
    lower code) until nothing follows of those that are hidden.
    """
    left = elsewhere(family.values(), whole) if whole else None
    chosen = {unit for unit in family if family[unit].is_small}
    if not chosen and not is_below and not (left and left.is_small):
        return set()
    unknown = [family[unit] for unit in chosen] + ([left] if left else [])
    for unit in sorted(set(family) - chosen, key=lambda each: (family[each].size, each.era)):
        if _tells_nothing(unknown):
            break
        chosen.add(unit)
        unknown.append(family[unit])
    return chosen


def _tells_nothing(unknown: list[Part]) -> bool:
    """Whether those hidden are two or more, no group of them together is small, and they leave room."""
    sums = [sum(column) for column in zip(*(one.groups for one in unknown), strict=True)]
    return len(unknown) > 1 and not any(is_small(each) for each in sums) and leaves_room(unknown)


def _size(family: Iterable[Part]) -> int:
    return sum(each.size for each in family)

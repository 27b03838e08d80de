"""What facilities of small worlds had last night and have tonight: few here and there, and more or fewer by then."""

import random
from datetime import date
from typing import Any

from tests.warehouse.planted_cells import REFORM, WORLDS, communes, facilities, persons, place

# Early in a month, since every night since its start is looked at.
LAST_NIGHT, TONIGHT = date(2026, 11, 4), date(2026, 11, 5)
Counts = dict[str, tuple[int, int]]


def drawn(chance: random.Random, rare: float) -> tuple[int, int]:
    """(numerator, rest) of a unit of a world where small groups are more or less rare."""
    both = [chance.randint(0, 12) if chance.random() < rare else chance.randint(10, 45) for _ in range(2)]
    return both[0], 0 if chance.random() < 0.2 else both[1]


def elsewhere(chance: random.Random, world: int) -> Counts:
    """In every other world, those of a commune or of the area who are at none of its parts: nobody, few or many."""
    if world % 2:
        return {}
    return {f"{unit}*": drawn(chance, chance.choice((0.0, 0.5, 1.0))) for unit in [*communes(world), f"A{world}"]}


def of_world(chance: random.Random, world: int) -> tuple[Counts, Counts]:
    """A world's facilities last night and tonight: any, with a commune of few, or with one that has just enough."""
    rare = chance.choice((0.05, 0.15, 0.4)) if world % 3 == 0 else 0.0
    last = {unit: drawn(chance, rare) for unit in facilities(world)} | elsewhere(chance, world)
    if world % 3 == 1:
        few = chance.choice(communes(world))
        mine = [unit for unit in last if unit.startswith(f"F{few[1:]}.")]
        last |= {unit: (0, last[unit][1]) for unit in mine} | {mine[0]: (chance.randint(1, 9), 30)}
    star = chance.choice(facilities(world))
    if world % 3 == 2:
        last[star] = (chance.randint(6, 9), 0)
        return last, last | {star: (chance.randint(10, 11), 0)}
    return last, {unit: grown(chance, both) for unit, both in last.items()}


def is_falling(world: int) -> bool:
    """Whether its numbers are lower tonight, as of those under care, or of children of an age; else they are higher."""
    return world % 4 in (1, 2)


def fallen(chance: random.Random, last: Counts, tonight: Counts) -> tuple[Counts, Counts]:
    """The same nights; beside those that fell, of few in one facility nobody is left tonight."""
    gone = next(iter(last))
    return last | {gone: (chance.randint(1, 2), 0)}, tonight | {gone: (0, 0)}


def grown(chance: random.Random, before: tuple[int, int]) -> tuple[int, int]:
    """A night later a few more are counted, of those there were or of new ones."""
    if chance.random() < 0.7:
        return before
    more, is_new = chance.choice((1, 1, 2, 3)), chance.random() < 0.5
    return before[0] + more, before[1] if is_new else max(0, before[1] - more)


def two_nights(seed: int) -> tuple[Counts, Counts, list[dict[str, Any]]]:
    """What each facility of all worlds had last night and has tonight, and the rows of it."""
    chance = random.Random(seed)
    last: Counts = {}
    tonight: Counts = {}
    for world in range(WORLDS):
        less, more = of_world(chance, world)
        before, after = fallen(chance, more, less) if is_falling(world) else (less, more)
        last, tonight = last | before, tonight | after
    rows = []
    for unit, (counted, rest) in last.items():
        changed, now = tonight[unit][0] - counted, sum(tonight[unit])
        rows += persons(place(unit), REFORM, date(2026, 9, 1), counted, counted + rest)
        rows += persons(place(unit), REFORM, TONIGHT, changed, now - counted - rest)
    return last, tonight, rows

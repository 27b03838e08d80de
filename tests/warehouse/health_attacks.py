"""Attacks on small numbers of persons over many small worlds: by night, over nights, by both readings, by disease."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tests.warehouse.hidden_attack import MOST, Cell, Knowledge, had_back
from tests.warehouse.planted_cells import (
    BEFORE,
    DISEASES,
    REFORM,
    WORLDS,
    above,
    add,
    communes,
    facilities,
    old_communes,
    persons,
    place,
    published,
    published_periods,
)

LEAST = 10
LAST_NIGHT, TONIGHT, MONTH_END = date(2026, 11, 22), date(2026, 11, 23), date(2026, 10, 31)
MONTH = (date(2026, 11, 1), date(2026, 11, 30))
OLD_MONTH = (date(2025, 3, 1), date(2025, 3, 31))
WEEK = (date(2026, 11, 9), date(2026, 11, 15))
Rows = Mapping[tuple[str, str, str], dict[str, Any]]
Counts = Mapping[str, tuple[int, int]]


# ------------------------------------------------------------------------------------------------------------- planted
def drawn(chance: random.Random, rare: float) -> tuple[int, int]:
    """(numerator, rest) of a unit of a world where small groups are more or less rare."""
    both = [chance.randint(0, 12) if chance.random() < rare else chance.randint(10, 45) for _ in range(2)]
    return both[0], 0 if chance.random() < 0.2 else both[1]


def elsewhere(chance: random.Random, world: int) -> dict[str, tuple[int, int]]:
    """In every other world, those of a commune or of the area who are at none of its parts: nobody, few or many."""
    if world % 2:
        return {}
    return {f"{unit}*": drawn(chance, chance.choice((0.0, 0.5, 1.0))) for unit in [*communes(world), f"A{world}"]}


def of_world(chance: random.Random, world: int) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
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


def fallen(
    chance: random.Random, last: dict[str, tuple[int, int]], tonight: dict[str, tuple[int, int]]
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """The same nights; beside those that fell, of few in one facility nobody is left tonight."""
    gone = next(iter(last))
    return last | {gone: (chance.randint(1, 2), 0)}, tonight | {gone: (0, 0)}


def grown(chance: random.Random, before: tuple[int, int]) -> tuple[int, int]:
    """A night later a few more are counted, of those there were or of new ones."""
    if chance.random() < 0.7:
        return before
    more, is_new = chance.choice((1, 1, 2, 3)), chance.random() < 0.5
    return before[0] + more, before[1] if is_new else max(0, before[1] - more)


def two_nights(seed: int) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]], list[dict[str, Any]]]:
    """What each facility of all worlds had last night and has tonight, and the rows of it."""
    chance = random.Random(seed)
    last: dict[str, tuple[int, int]] = {}
    tonight: dict[str, tuple[int, int]] = {}
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


# ---------------------------------------------------------------------------------------------------------- the attack
def learn(known: Knowledge, name: Cell, row: Mapping[str, Any]) -> None:
    """What one row of a cover tells of its numerator, of the rest, and of both together."""
    counted, rest, whole = ((*name, side) for side in ("counted", "rest", "whole"))
    known.sums.append((whole, [counted, rest]))
    if row["numerator"] is None:
        return
    if not row["is_rounded"]:
        known.told(counted, row["numerator"], row["numerator"])
        known.told(whole, row["denominator"], row["denominator"])
        return
    for cell, tens in ((counted, row["numerator"]), (whole, row["denominator"])):
        known.told(cell, tens - 5, tens + 4)


def learned(
    nights: Mapping[str, Rows], parts: Mapping[tuple[str, str], list[tuple[str, str]]]
) -> Mapping[Cell, tuple[int, int]]:
    """All that follows from a few nights; it is known in which worlds numbers only grow, in which they only fall."""
    known = Knowledge()
    for night, rows in nights.items():
        for (_, unit, basis), row in rows.items():
            learn(known, (night, unit, basis), row)
        for whole, below in parts.items():
            for side in ("counted", "rest", "whole"):
                known.sums.append(((night, *whole, side), [(night, *each, side) for each in below]))
        for place_of in {each for below in parts.values() for each in below if each[0].endswith("*")}:
            sides = [(night, *place_of, side) for side in ("counted", "rest")]
            known.sums.append(((night, *place_of, "whole"), sides))
    first, *others = nights
    for other in others:
        for _, unit, basis in nights[first]:
            low, high = (other, first) if is_falling(world_of(unit)) else (first, other)
            known.orders += [((low, unit, basis, side), (high, unit, basis, side)) for side in ("counted", "whole")]
    return known.narrowed()


def world_of(unit: str) -> int:
    """The number of the world that a unit is in."""
    return int(unit.lstrip("OACF").partition(".")[0])


def with_wholes(counts: Counts) -> dict[str, tuple[int, int]]:
    """The same with communes and areas."""
    found = dict(counts)
    for unit, both in counts.items():
        for whole in above(unit):
            before = found.get(whole, (0, 0))
            found[whole] = (before[0] + both[0], before[1] + both[1])
    return found


def small_cells(night: str, counts: Counts) -> list[Cell]:
    """The groups that may not be known."""
    sides = ("counted", "rest")
    return [
        (night, unit, "own", side)
        for unit, both in with_wholes(counts).items()
        for side, number in zip(sides, both, strict=True)
        if 0 < number < LEAST
    ]


def tree(
    places: Iterable[str], bases: tuple[str, ...] = ("own", "successor")
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """{unit and basis: those that add up to it}, where somebody is at these places."""
    told = list(places)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for basis in bases:
        for world in range(WORLDS):
            found[f"A{world}", basis] = [(each, basis) for each in communes(world)]
            found |= {(each, basis): [] for each in communes(world)}
        for unit in told:
            found[above(unit)[0], basis].append((unit, basis))
    return found


def shown_small(rows: Rows, counts: Counts) -> list[str]:
    """Facilities of which a small group is simply published."""
    return [
        unit
        for unit, both in with_wholes(counts).items()
        if any(0 < number < LEAST for number in both)
        and not unit.endswith("*")
        and rows["cover", unit, "own"]["numerator"] is not None
    ]


def covers(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out: of each night alone, and of last night once tonight is published."""
    last, tonight, rows = two_nights(seed)
    add(build, rows)
    nights = {
        "last": published(build, folder, "cover", *MONTH, LAST_NIGHT),
        "tonight": published(build, folder, "cover", *MONTH, TONIGHT),
    }
    found: list[Any] = []
    for night, counts in (("last", last), ("tonight", tonight)):
        found += shown_small(nights[night], counts)
        found += had_back(learned({night: nights[night]}, tree(counts)), small_cells(night, counts))
    return found + had_back(learned(nights, tree(last)), small_cells("last", last))


def readings(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out of communes of before the reform, who reads the month by old and by new ones."""
    chance = random.Random(seed)
    counts = {unit: drawn(chance, 0.25) for world in range(WORLDS) for unit in old_communes(world)}
    add(
        build,
        [row for unit, (n, rest) in counts.items() for row in persons(unit, BEFORE, date(2025, 1, 5), n, n + rest)],
    )
    rows = published(build, folder, "cover", *OLD_MONTH, TONIGHT)
    parts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for world in range(WORLDS):
        mine = [(unit, "own") for unit in old_communes(world)]
        parts |= {(f"OA{world}", "own"): mine, (f"A{world}", "successor"): [(c, "successor") for c in communes(world)]}
        parts |= {
            (c, "successor"): [unit for unit in mine if unit[0].startswith(f"O{c[1:]}.")] for c in communes(world)
        }
    small = [
        ("night", unit, "own", side)
        for unit, both in counts.items()
        for side, number in zip(("counted", "rest"), both, strict=True)
        if 0 < number < LEAST
    ]
    return had_back(learned({"night": rows}, parts), small)


def seen(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out of persons seen in a week with either of two diseases, and with both together."""
    chance = random.Random(seed)
    rows, counts = [], {}
    for world in range(WORLDS):
        for unit in [*facilities(world), *elsewhere(chance, world)]:
            for disease in DISEASES:
                number = chance.choice((0, 0, 0, chance.randint(1, 9), 9, chance.randint(10, 20)))
                counts[disease, unit] = number
                placed = {"unit_code": place(unit), "unit_from": REFORM, "is_seen": True, "disease": disease}
                rows.append(placed | {"opened_date": WEEK[0], "person_count": number})
    add(build, rows)
    known, told = Knowledge(), published(build, folder, "seen", *WEEK, TONIGHT)
    for cell, row in told.items():
        known.told(cell, *spoken(cell[0], row))
    parts = tree({unit for _, unit in counts})
    for name, (whole, below) in ((name, each) for name in (*DISEASES, "all") for each in parts.items()):
        known.sums.append(((name, *whole), [(name, *each) for each in below]))
    units = {(unit, basis) for _, unit, basis in told} | {each for below in parts.values() for each in below}
    known.sums += [(("all", *unit), [(disease, *unit) for disease in DISEASES]) for unit in units]
    small = [(name, unit, "own") for (name, unit), number in counts.items() if 0 < number < LEAST]
    plain = [cell for cell in small if cell in told and told[cell]["numerator"] is not None]
    return plain + had_back(known.narrowed(), small)


def spoken(name: str, row: Mapping[str, Any]) -> tuple[int, int]:
    """Between which numbers a row of persons seen says that its own lies; of all diseases it says nothing."""
    if row["state"] == "below_10":
        return 1, LEAST - 1
    if row["state"] == "suppressed":
        return (1 if name == "all" else LEAST), MOST
    number = row["numerator"]
    return (number - 5, number + 4) if row["is_rounded"] else (number, number)


def late(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out of a week that is over, for which one more person came to be known tonight."""
    chance = random.Random(seed)
    stars = {world: chance.choice(facilities(world)) for world in range(WORLDS)}
    nights: dict[str, Rows] = {}
    counts = {unit: chance.randint(12, 30) for world in stars for unit in facilities(world)}
    for night, star in (("last", LEAST - 1), ("tonight", LEAST)):
        placed = {"unit_from": REFORM, "is_seen": True, "disease": "a", "opened_date": WEEK[0]}
        counts |= dict.fromkeys(stars.values(), star)
        add(build, [placed | {"unit_code": unit, "person_count": number} for unit, number in counts.items()])
        nights[night] = published(build, folder, "seen", *WEEK, TONIGHT)
    known = Knowledge()
    for night, rows in nights.items():
        for (name, *unit), row in rows.items():
            if name == "a":
                known.told((night, *unit), *spoken(name, row))
                known.orders.append((("last", *unit), ("tonight", *unit)))
        known.sums += [((night, *whole), [(night, *each) for each in below]) for whole, below in tree(counts).items()]
    return had_back(known.narrowed(), [("last", star, "own") for star in stars.values()])


def signals(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What the signals of four weeks tell of hidden numbers: whether they are others where those numbers are others."""
    chance, weeks = (
        random.Random(seed),
        [(WEEK[0] - timedelta(weeks=n), WEEK[1] - timedelta(weeks=n)) for n in range(4)],
    )
    seen_in = [(start, world) for start, _ in weeks for world in range(WORLDS) if chance.random() < 0.5]
    told: list[dict[Cell, tuple[Any, ...]]] = []
    for most in (1, LEAST - 1):
        placed = {"unit_from": REFORM, "is_seen": True, "disease": "a"}
        rows = [
            placed | {"unit_code": facilities(world)[0], "opened_date": start, "person_count": chance.randint(1, most)}
            for start, world in seen_in
        ]
        add(build, rows)
        found = published_periods(build, folder, "seen", weeks, TONIGHT)
        told.append({_cell(row): (row["band"], row["state"], row["value"]) for row in found})
    one, other = told
    assert {cell: said[1:] for cell, said in one.items()} == {cell: said[1:] for cell, said in other.items()}
    assert {band for band, *_ in one.values()} >= {"met", "watch", "missed"}
    return [(cell, said, other[cell]) for cell, said in one.items() if said != other[cell]]


def _cell(row: Mapping[str, Any]) -> Cell:
    return row["indicator"], row["unit_code"], row["basis"], row["period_start"].isoformat()

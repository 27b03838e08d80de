"""Attacks on small numbers of persons counted in covers: by night, over nights, by both readings."""

import random
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tests.warehouse.hidden_attack import Cell, Knowledge, had_back
from tests.warehouse.planted_cells import (
    BEFORE,
    WORLDS,
    above,
    add,
    communes,
    old_communes,
    persons,
    published,
)
from tests.warehouse.planted_nights import LAST_NIGHT, TONIGHT, drawn, is_falling, two_nights

LEAST = 10
MONTH = (date(2026, 11, 1), date(2026, 11, 30))
OLD_MONTH = (date(2025, 3, 1), date(2025, 3, 31))
Rows = Mapping[tuple[str, str, str], dict[str, Any]]
Counts = Mapping[str, tuple[int, int]]


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

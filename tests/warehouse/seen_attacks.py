"""Attacks on small numbers of persons seen with a disease: two of them and their sum, late files, and signals."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tests.warehouse.health_attacks import LEAST, tree
from tests.warehouse.hidden_attack import MOST, Cell, Knowledge, had_back
from tests.warehouse.planted_cells import (
    DISEASES,
    LANDINGS,
    REFORM,
    WORLDS,
    above,
    add,
    facilities,
    place,
    published,
    published_periods,
)
from tests.warehouse.planted_nights import TONIGHT, elsewhere

Placed = dict[str, Any]
WEEK = (date(2026, 10, 19), date(2026, 10, 25))
# The week is told first by what has landed on its last day; more lands in the night after it, and later.
FIRST_TOLD, *LATE = LANDINGS[1:]


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


def spoken(name: str, row: Mapping[str, Any], *, is_changed: bool = False) -> tuple[int, int]:
    """Between which numbers a row of persons seen says that its own lies.

    Of all diseases, and of a number to which some came late, it says nothing.
    """
    if row["state"] == "below_10":
        return 1, LEAST - 1
    if row["state"] == "suppressed":
        return (1 if name == "all" or is_changed else LEAST), MOST
    number = row["numerator"]
    return (number - 5, number + 4) if row["is_rounded"] else (number, number)


def late(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out of a week that is over, for which some came to be known late on two nights.

    It is known of every unit how many those are; so they come where somebody was before.
    """
    chance, known, rows, small, changed = random.Random(seed), Knowledge(), list[Placed](), list[Cell](), set[str]()
    places = [unit for world in range(WORLDS) for unit in [*facilities(world), *elsewhere(chance, world)]]
    counts = {unit: chance.choice((0, 9, chance.randint(1, 9), *[chance.randint(10, 30)] * 4)) for unit in places}
    came, parts = dict(counts), tree(counts)
    for night, landed_at in enumerate((FIRST_TOLD, *LATE)):
        if night:
            chosen = chance.sample([unit for unit in places if counts[unit]], WORLDS)
            came = {unit: chance.choice((1, 2, 30, max(1, LEAST - 1 - counts[unit]))) for unit in chosen}
            counts |= {unit: counts[unit] + number for unit, number in came.items()}
            changed |= {each for unit in came for each in (unit, *above(unit))}
            _learn_who_came(known, night, came, {*parts, *(each for below in parts.values() for each in below)})
        rows += [_placed(unit, number, landed_at) for unit, number in came.items()]
        add(build, rows)
        for (name, unit, basis), row in published(build, folder, "disease", *WEEK, TONIGHT).items():
            known.told((str(night), unit, basis), *spoken(name, row, is_changed=unit in changed))
        known.sums += [
            ((str(night), *whole), [(str(night), *each) for each in below]) for whole, below in parts.items()
        ]
        small += [(str(night), unit, "own") for unit, number in counts.items() if 0 < number < LEAST]
    return had_back(known.narrowed(), small)


def _placed(unit: str, number: int, landed_at: datetime) -> Placed:
    placed = {"unit_from": REFORM, "is_seen": True, "disease": "a", "opened_date": WEEK[0], "landed_at": landed_at}
    return placed | {"unit_code": place(unit), "person_count": number}


def _learn_who_came(known: Knowledge, night: int, came: Mapping[str, int], units: Iterable[tuple[str, str]]) -> None:
    """What a unit has tonight is what it had last night and those who came to it or to its parts."""
    for unit in units:
        more = sum(number for each, number in came.items() if unit[0] in (each, *above(each)))
        known.told((f"{night} came", *unit), more, more)
        known.sums.append(((str(night), *unit), [(str(night - 1), *unit), (f"{night} came", *unit)]))


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

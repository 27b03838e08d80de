"""Attacks on small numbers of persons seen with a disease: two of them and their sum, late files, and signals."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tests.warehouse.health_attacks import LEAST, Rows, tree
from tests.warehouse.hidden_attack import MOST, Cell, Knowledge, had_back
from tests.warehouse.planted_cells import (
    DISEASES,
    REFORM,
    WORLDS,
    add,
    facilities,
    place,
    published,
    published_periods,
)
from tests.warehouse.planted_nights import TONIGHT, elsewhere

WEEK = (date(2026, 10, 19), date(2026, 10, 25))


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

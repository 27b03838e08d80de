"""An attack on two covers that share a number: persons with a record, of the population and of those renewed."""

import random
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tests.warehouse.health_attacks import LEAST, MONTH, Counts, tree, with_wholes, world_of
from tests.warehouse.hidden_attack import Cell, Knowledge, had_back
from tests.warehouse.planted_cells import REFORM, WORLDS, add, communes, place, published
from tests.warehouse.planted_nights import LAST_NIGHT, TONIGHT, drawn, is_falling, two_nights

COVER, RENEWED = "health_record_cover", "health_record_renewed"
SINCE = date(2026, 9, 1)
# Of each unit: records renewed, others, both together, people without one, and the population, known to everybody.
TOLD = ("renewed", "older", "records")
OF_A_COMMUNE = ("without", "population")


def records(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out of both covers of two nights."""
    last, tonight, _ = two_nights(seed)
    last, tonight = ({unit: both for unit, both in each.items() if unit[0] != "A"} for each in (last, tonight))
    without = _without(random.Random(seed), last, tonight)
    add(build, _rows(last, tonight, without))
    known, small = Knowledge(), list[Cell]()
    for night, day, counts in (("last", LAST_NIGHT, last), ("tonight", TONIGHT, tonight)):
        rows = published(build, folder, "records", *MONTH, day)
        for (indicator, unit, basis), row in rows.items():
            _learn(known, (night, unit, basis), row, ("records", "population") if indicator == COVER else TOLD[::2])
        _add_up(known, night, counts)
        whole = with_wholes(counts)
        for unit, number in _of_communes(without, night).items():
            population = number + sum(whole[unit])
            for basis in ("own", "successor"):
                known.told((night, unit, basis, "population"), population, population)
            small += [(night, unit, "own", "without")] if 0 < number < LEAST else []
        for unit, both in whole.items():
            sides = zip(TOLD, (*both, sum(both)), strict=True)
            small += [(night, unit, "own", side) for side, number in sides if 0 < number < LEAST]
    for unit in with_wholes(last):
        low, high = ("tonight", "last") if is_falling(world_of(unit.rstrip("*"))) else ("last", "tonight")
        for basis in ("own", "successor"):
            known.orders += [((low, unit, basis, side), (high, unit, basis, side)) for side in ("renewed", "records")]
    return had_back(known.narrowed(), small)


def _without(chance: random.Random, last: Counts, tonight: Counts) -> dict[tuple[str, str], int]:
    """{(night, commune): people without a record}; who is new among records comes from these."""
    found: dict[tuple[str, str], int] = {}
    both = with_wholes(last), with_wholes(tonight)
    for world in range(WORLDS):
        for unit in communes(world):
            came = sum(both[1][unit]) - sum(both[0][unit])
            found["last", unit] = drawn(chance, 0.15)[0] + max(came, 0)
            found["tonight", unit] = found["last", unit] - came
    return found


def _of_communes(without: dict[tuple[str, str], int], night: str) -> dict[str, int]:
    """The same of one night, with areas."""
    found = {unit: number for (when, unit), number in without.items() if when == night}
    return found | {f"A{world}": sum(found[unit] for unit in communes(world)) for world in range(WORLDS)}


def _rows(last: Counts, tonight: Counts, without: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Rows as in marts.health_cover; the column `disease` holds the indicator."""
    rows: list[dict[str, Any]] = []

    def counted(unit: str, indicator: str, is_counted: bool, before: int, now: int) -> None:
        row = {"unit_code": place(unit), "unit_from": REFORM, "disease": indicator, "is_counted": is_counted}
        rows.append(row | {"opened_date": SINCE, "person_count": before})
        rows.append(row | {"opened_date": TONIGHT, "person_count": now - before})

    for unit, (renewed, older) in last.items():
        before, now = renewed + older, sum(tonight[unit])
        counted(unit, COVER, True, before, now)
        counted(unit, RENEWED, False, before, now)
        counted(unit, RENEWED, True, renewed, tonight[unit][0])
    whole = with_wholes(last)
    for (night, unit), number in without.items():
        if night == "last":
            population = number + sum(whole[unit])
            counted(unit, COVER, False, population, population)
    return rows


def _learn(known: Knowledge, name: Cell, row: dict[str, Any], sides: tuple[str, ...]) -> None:
    """What one row of either cover tells of its numerator and of its denominator."""
    if row["numerator"] is None:
        return
    for side, number in zip(sides, (row["numerator"], row["denominator"]), strict=True):
        low, high = (number - 5, number + 4) if row["is_rounded"] and side != "population" else (number, number)
        known.told((*name, side), low, high)


def _add_up(known: Knowledge, night: str, counts: Counts) -> None:
    """Records are those renewed and others; a population those with a record and without; wholes their parts."""
    parts = tree(counts)
    for whole, below in parts.items():
        known.sums += [((night, *whole, side), [(night, *each, side) for each in below]) for side in TOLD]
        known.sums.append(((night, *whole, "population"), [(night, *whole, side) for side in ("records", "without")]))
        if whole[0].startswith("A"):
            known.sums += [((night, *whole, side), [(night, *each, side) for each in below]) for side in OF_A_COMMUNE]
    for unit in {*parts, *(each for below in parts.values() for each in below)}:
        known.sums.append(((night, *unit, "records"), [(night, *unit, side) for side in ("renewed", "older")]))

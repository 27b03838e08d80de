"""An attack on two covers that share a number: persons with a record, of the population and of those renewed."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from tests.warehouse.health_attacks import LEAST, MONTH, Counts, Rows, tree, with_wholes, world_of
from tests.warehouse.hidden_attack import Cell, Knowledge, had_back
from tests.warehouse.planted_cells import REFORM, WORLDS, above, add, communes, place, published
from tests.warehouse.planted_nights import LAST_NIGHT, TONIGHT, drawn, is_falling, two_nights

COVER, RENEWED = "health_record_cover", "health_record_renewed"
SINCE = date(2026, 9, 1)
# Of each unit: records renewed, others, and both together. Where a population is known, and then to everybody: the
# records of its people, and people without one.
TOLD = ("renewed", "older", "records")
OF_A_COMMUNE = ("covered", "without", "population")
UNKNOWN = {communes(world)[0] for world in range(0, WORLDS, 5)}
Without = dict[tuple[str, str], int]


def records(build: DuckDBPyConnection, folder: Path, seed: int) -> list[Any]:
    """What an attacker finds out of both covers: of each night alone, and of last night once tonight is published."""
    last, tonight, _ = two_nights(seed)
    last, tonight = ({unit: both for unit, both in each.items() if unit[0] != "A"} for each in (last, tonight))
    without = _without(random.Random(seed), last, tonight)
    add(build, _rows(last, tonight, without))
    nights = (("last", LAST_NIGHT, last), ("tonight", TONIGHT, tonight))
    found, both, small = list[Any](), Knowledge(), dict[str, list[Cell]]()
    for night, day, counts in nights:
        rows, alone = published(build, folder, "records", *MONTH, day), Knowledge()
        found += _told_apart(rows)
        populations = _populations(without, last)
        for known in (alone, both):
            _learn(known, night, rows, populations)
            _add_up(known, night, counts)
        small[night] = list(_small(night, counts, _of_communes(without, night)))
        found += had_back(alone.narrowed(), small[night])
    for unit in with_wholes(last):
        low, high = ("tonight", "last") if is_falling(world_of(unit.rstrip("*"))) else ("last", "tonight")
        for basis in ("own", "successor"):
            both.orders += [((low, unit, basis, side), (high, unit, basis, side)) for side in ("renewed", "records")]
    return found + had_back(both.narrowed(), small["last"])


def _told_apart(rows: Rows) -> list[Any]:
    """Units that one cover hides, or says in tens, and the other does not; where no population is known, none."""
    said = {key: (row["state"] == "suppressed", row["is_rounded"]) for key, row in rows.items()}
    known = [key for key, row in rows.items() if key[0] == COVER and row["state"] != "no_source"]
    return [key for key in known if said[key] != said[RENEWED, *key[1:]]]


def _small(night: str, counts: Counts, without: Mapping[str, int]) -> Iterator[Cell]:
    """The groups that may not be known."""
    for unit, number in without.items():
        if 0 < number < LEAST:
            yield night, unit, "own", "without"
    for unit, both in with_wholes(counts).items():
        for side, number in zip(TOLD, (*both, sum(both)), strict=True):
            if 0 < number < LEAST:
                yield night, unit, "own", side


def _populations(without: Without, last: Counts) -> dict[str, int]:
    """What everybody knows of communes and areas, which is the same on both nights."""
    whole = with_wholes(last)
    found = {unit: number + sum(whole[unit]) for (night, unit), number in without.items() if night == "last"}
    return found | _of_areas(found)


def _without(chance: random.Random, last: Counts, tonight: Counts) -> Without:
    """{(night, commune): people without a record}; who is new among records comes from these."""
    found: Without = {}
    both = with_wholes(last), with_wholes(tonight)
    for world in range(WORLDS):
        for unit in [each for each in communes(world) if each not in UNKNOWN]:
            came = sum(both[1][unit]) - sum(both[0][unit])
            found["last", unit] = drawn(chance, 0.15)[0] + max(came, 0)
            found["tonight", unit] = found["last", unit] - came
    return found


def _of_communes(without: Without, night: str) -> dict[str, int]:
    """The same of one night, with areas."""
    found = {unit: number for (when, unit), number in without.items() if when == night}
    return found | _of_areas(found)


def _of_areas(found: Mapping[str, int]) -> dict[str, int]:
    return {f"A{world}": sum(found.get(unit, 0) for unit in communes(world)) for world in range(WORLDS)}


def _rows(last: Counts, tonight: Counts, without: Without) -> list[dict[str, Any]]:
    """Rows as in marts.health_cover; the column `disease` holds the indicator."""
    rows: list[dict[str, Any]] = []

    def counted(unit: str, indicator: str, is_counted: bool, before: int, now: int) -> None:
        row = {"unit_code": place(unit), "unit_from": REFORM, "disease": indicator, "is_counted": is_counted}
        rows.append(row | {"opened_date": SINCE, "person_count": before})
        rows.append(row | {"opened_date": TONIGHT, "person_count": now - before})

    for unit, (renewed, older) in last.items():
        before, now = renewed + older, sum(tonight[unit])
        if above(unit)[0] not in UNKNOWN:
            counted(unit, COVER, True, before, now)
        counted(unit, RENEWED, False, before, now)
        counted(unit, RENEWED, True, renewed, tonight[unit][0])
    for unit, population in _populations(without, last).items():
        if not unit.startswith("A"):
            counted(unit, COVER, False, population, population)
    return rows


def _learn(known: Knowledge, night: str, rows: Rows, populations: Mapping[str, int]) -> None:
    """What the rows of both covers tell, each of its numerator and of its denominator; populations are known."""
    for (indicator, unit, basis), row in rows.items():
        sides = ("covered",) if indicator == COVER else ("renewed", "records")
        for side, number in zip(sides, (row["numerator"], row["denominator"]), strict=False):
            if number is not None:
                low, high = (number - 5, number + 4) if row["is_rounded"] else (number, number)
                known.told((night, unit, basis, side), low, high)
    for unit, number in populations.items():
        for basis in ("own", "successor"):
            known.told((night, unit, basis, "population"), number, number)


def _add_up(known: Knowledge, night: str, counts: Counts) -> None:
    """Records are those renewed and others; a population those with a record and without; wholes their parts."""
    parts = tree(counts)
    for whole, below in parts.items():
        known.sums += [((night, *whole, side), [(night, *each, side) for each in below]) for side in TOLD]
        known.sums.append(((night, *whole, "population"), [(night, *whole, side) for side in ("covered", "without")]))
        if whole[0].startswith("A"):
            known.sums += [((night, *whole, side), [(night, *each, side) for each in below]) for side in OF_A_COMMUNE]
    for unit in {*parts, *(each for below in parts.values() for each in below)}:
        known.sums.append(((night, *unit, "records"), [(night, *unit, side) for side in ("renewed", "older")]))
        if not {unit[0], *above(unit[0])} & UNKNOWN and not unit[0].startswith("A"):
            known.sums.append(((night, *unit, "covered"), [(night, *unit, "records")]))
    for nowhere, basis, side in product(UNKNOWN, ("own", "successor"), OF_A_COMMUNE):
        known.told((night, nowhere, basis, side), 0, 0)

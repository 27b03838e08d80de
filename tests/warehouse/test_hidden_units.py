"""Small groups of whole units, attacked over many districts: areas, communes and schools of one indicator."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.planted_school import Planted, indicator_values, school_build

LEAST = 5
CONDUCT = "conduct_good_share"
END = "2026-01-17"
AREA = "BS5"
Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class District:
    """Today's schools with the commune of each."""

    homes: Mapping[str, str]

    def leaves(self, unit: str) -> frozenset[str]:
        """The schools that a unit is made of."""
        return frozenset(school for school, home in self.homes.items() if unit in (AREA, home, school))

    def of(self, unit: str, counts: Counts) -> tuple[int, int]:
        """(numerator, rest) of a unit."""
        return tuple(sum(counts[school][side] for school in self.leaves(unit)) for side in (0, 1))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def build() -> Iterator[DuckDBPyConnection]:
    """A build without a pupil; the tests plant what a mart of pupils would hold."""
    with school_build(Planted()) as connection:
        yield connection


@pytest.fixture(scope="module")
def district(build: DuckDBPyConnection) -> District:
    rows = build.execute(
        "SELECT school_code, unit_code FROM config.school WHERE valid_to IS NULL AND school_kind = 'lower_secondary'"
    ).fetchall()
    return District(dict(rows))


def counted(build: DuckDBPyConnection, counts: Counts) -> dict[str, tuple[str, int | None]]:
    """{unit: (state, numerator)} of pupils of whom so many conducted themselves well, and so many did not."""
    build.execute("DELETE FROM marts.pupil_term")
    for school, (good, rest) in counts.items():
        for conduct, number in (("TOT", good), ("KHA", rest)):
            build.execute(
                f"""
                INSERT INTO marts.pupil_term BY NAME
                SELECT 'TT22' AS regulation, '{conduct}' AS conduct, '{school}' AS school_code,
                    DATE '2025-07-01' AS school_from, DATE '2025-09-05' AS term_start_date,
                    DATE '{END}' AS term_end_date, DATE '{END}' + 1 AS term_closed_date
                FROM range({number})
                """
            )
    found = indicator_values(build, CONDUCT)
    return {unit: (row["state"], row["numerator"]) for (_, unit, end), row in found.items() if end == END}


def told_by_adding(shown: set[str], asked: str, district: District) -> bool:
    """Whether some sum and difference of shown units is the asked one."""
    schools = sorted(district.homes)
    known = np.array([[school in district.leaves(unit) for school in schools] for unit in sorted(shown)], dtype=float)
    wanted = np.array([school in district.leaves(asked) for school in schools], dtype=float)
    if not len(known):
        return False
    weights, *_ = np.linalg.lstsq(known.T, wanted, rcond=None)
    return bool(np.abs(known.T @ weights - wanted).max() < 1e-7)


def is_small(groups: tuple[int, int]) -> bool:
    return any(1 <= group < LEAST for group in groups)


def attack(district: District, counts: Counts, found: Mapping[str, tuple[str, int | None]]) -> set[str]:
    """Look at everything; the hidden units are returned."""
    hidden = {unit for unit, (state, _) in found.items() if state == "suppressed"}
    shown = set(found) - hidden
    for unit, (_state, numerator) in found.items():
        assert not is_small(district.of(unit, counts)) or unit in hidden, unit
        assert (numerator is None) == (unit in hidden), unit
    for unit in hidden:
        assert not told_by_adding(shown, unit, district), unit
    for unit in shown - set(district.homes):
        parts = [part for part in hidden if part != unit and (district.homes.get(part, AREA) == unit)]
        left = tuple(sum(district.of(part, counts)[side] for part in parts) for side in (0, 1))
        assert not is_small((left[0], left[1])) and len(parts) != 1, (unit, parts)
    return hidden


def test_a_school_of_three_takes_its_smallest_sibling_along(build: DuckDBPyConnection, district: District) -> None:
    counts = {school: (40 + at, 30 + at) for at, school in enumerate(sorted(district.homes))}
    few = sorted(district.homes)[0]
    counts[few] = (50, 3)
    hidden = attack(district, counts, counted(build, counts))
    siblings = [school for school in sorted(district.homes) if district.homes[school] == district.homes[few]]
    assert hidden == {few, siblings[1]}


def test_a_commune_of_three_takes_another_and_a_part_of_it_along(build: DuckDBPyConnection, district: District) -> None:
    communes = sorted(set(district.homes.values()))
    counts = {school: (40 + at, 30 + at) for at, school in enumerate(sorted(district.homes))}
    of_first = [school for school in sorted(district.homes) if district.homes[school] == communes[0]]
    for school in of_first:
        counts[school] = (40, 0)
    counts[of_first[0]] = (40, 3)
    hidden = attack(district, counts, counted(build, counts))
    others = hidden & set(communes[1:])
    assert communes[0] in hidden and len(others) == 1
    # The parts of the commune beside it do not add up to it.
    assert sum(district.homes[school] in others for school in hidden & set(district.homes)) >= 2


def test_nothing_is_hidden_where_no_group_is_small(build: DuckDBPyConnection, district: District) -> None:
    counts = {school: (40, 0) if at % 2 else (25, 15) for at, school in enumerate(sorted(district.homes))}
    assert attack(district, counts, counted(build, counts)) == set()


def test_many_districts_withstand_the_attack(build: DuckDBPyConnection, district: District) -> None:
    sizes = set()
    for seed in range(12):
        chance = random.Random(seed)
        rare = chance.choice((0.02, 0.1, 0.3))
        counts = {
            school: (
                chance.randint(0, 6) if chance.random() < rare else chance.randint(5, 60),
                0 if chance.random() < 0.2 else chance.randint(0, 40),
            )
            for school in district.homes
        }
        sizes.add(len(attack(district, counts, counted(build, counts))))
    assert len(sizes) > 4

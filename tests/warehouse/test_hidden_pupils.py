"""What is hidden of few pupils cannot be had back: an attacker adds and subtracts everything that is published."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from tests.warehouse.planted_school import JUDGED, MARKED, Planted, indicator_values, school_build

LEAST = 5
FAMILY = ("lower_secondary_good_share", "lower_secondary_fail_share", "lower_secondary_level_tot_share")
SUBJECTS, GRADES = MARKED[:4], (8, 9)
# Schools of two communes, some with one class a grade, some with few pupils.
SCHOOLS = ("51524501", "51524502", "51524503", "51524504", "51524505", "51524506")
Leaf = tuple[str, str, int, str]


@dataclass(frozen=True)
class Published:
    """One published figure: which leaves it is the sum of, and the figure; None where it is hidden."""

    name: str
    leaves: frozenset[Leaf]
    count: int | None


def district(seed: int) -> Planted:
    """Classes of every size and with every number of weak pupils, from none to all."""
    chance, planted = random.Random(seed), Planted()
    for school in SCHOOLS:
        for grade in GRADES:
            for letter in "ABC"[: chance.choice((1, 2, 3))]:
                weak = {subject: chance.choice((0, 0, 0.02, 0.1, 0.3)) for subject in SUBJECTS}
                for place in range(chance.choice((4, 9, 14, 22))):
                    name = f"{school}-{grade}{letter}-{place}"
                    who = planted.pupil(name, grade=grade, school=school, class_name=f"{grade}{letter}")
                    for subject in SUBJECTS:
                        planted.average(who, subject, "4.0" if chance.random() < weak[subject] else "7.0")
    return planted


@pytest.fixture(scope="module", params=range(3))
def build(request: pytest.FixtureRequest) -> Iterator[DuckDBPyConnection]:
    with school_build(district(request.param)) as connection:
        yield connection


def truth(build: DuckDBPyConnection) -> dict[Leaf, tuple[int, int]]:
    """{(commune, school, grade, class and subject): (below 5,0, others)} of every leaf."""
    rows = build.execute(
        "SELECT unit_code, school_code, grade, class_name || ' ' || subject_code, numerator, rest "
        "FROM marts.class_count WHERE measure = 'below_5'"
    ).fetchall()
    return {(row[0], row[1], row[2], row[3]): (row[4], row[5]) for row in rows}


def published(build: DuckDBPyConnection, leaves: Sequence[Leaf]) -> list[Published]:
    """Every exact figure of marks below 5,0 that a snapshot holds."""
    found = []
    for (_, unit, _), row in indicator_values(build, "marks_below_5_share").items():
        within = frozenset(leaf for leaf in leaves if unit in ("BS5", leaf[0], leaf[1]))
        if row["state"] in ("shown", "suppressed") and row["unit_kind"] != "area":
            found.append(Published(unit, within, row["numerator"]))
    rows = build.execute(
        "SELECT school_code, class_name, subject_code, below_5_count, is_hidden FROM marts.class_subject_term"
    ).fetchall()
    for school, name, subject, count, is_hidden in rows:
        (leaf,) = (each for each in leaves if each[1] == school and each[3] == f"{name} {subject}")
        assert (count is None) == is_hidden
        found.append(Published(f"{school} {name} {subject}", frozenset({leaf}), count))
    return found


def told_by_adding(shown: Sequence[Published], asked: Published, leaves: Sequence[Leaf]) -> bool:
    """Whether some sum and difference of shown figures is the hidden one."""
    known = np.array([[leaf in each.leaves for leaf in leaves] for each in shown], dtype=float)
    wanted = np.array([leaf in asked.leaves for leaf in leaves], dtype=float)
    weights, *_ = np.linalg.lstsq(known.T, wanted, rcond=None)
    left: NDArray[np.float64] = known.T @ weights - wanted
    return bool(np.abs(left).max() < 1e-7)


def test_every_small_group_is_hidden_and_not_everything_is(build: DuckDBPyConnection) -> None:
    counted = truth(build)
    figures = published(build, list(counted))
    small = 0
    for figure in figures:
        below, rest = (sum(counted[leaf][side] for leaf in figure.leaves) for side in (0, 1))
        if 1 <= below < LEAST or 1 <= rest < LEAST:
            small += 1
            assert figure.count is None, figure.name
        elif figure.count is not None:
            assert figure.count == below
    assert small > 10 and sum(figure.count is not None for figure in figures) > 10


def test_no_hidden_figure_is_a_sum_or_difference_of_shown_ones(build: DuckDBPyConnection) -> None:
    leaves = list(truth(build))
    figures = published(build, leaves)
    shown = [figure for figure in figures if figure.count is not None]
    hidden = [figure for figure in figures if figure.count is None]
    assert hidden
    for figure in hidden:
        assert not told_by_adding(shown, figure, leaves), figure.name


def test_the_attacker_finds_what_would_be_hidden_alone() -> None:
    """The attack works: were only the class of three weak pupils hidden, its school's total would tell it."""
    planted = Planted()
    for school, letter, weak in (
        ("51524501", "A", 3),
        ("51524501", "B", 7),
        ("51524501", "C", 9),
        ("51524502", "A", 8),
    ):
        for place in range(20):
            who = planted.pupil(f"{school}{letter}{place}", school=school, class_name=f"8{letter}")
            planted.average(who, "TOAN", "4.0" if place < weak else "7.0")
    with school_build(planted) as build:
        counted = truth(build)
        leaves = list(counted)
        figures = published(build, leaves)
        (small,) = (each for each in figures if len(each.leaves) == 1 and counted[min(each.leaves)][0] == 3)
        assert told_by_adding([each for each in figures if each is not small], small, leaves)
        assert not told_by_adding([each for each in figures if each.count is not None], small, leaves)
        assert sum(each.count is None for each in figures) == 2


def test_what_a_shown_whole_leaves_for_its_hidden_parts_is_no_small_group(build: DuckDBPyConnection) -> None:
    values = indicator_values(build, "marks_below_5_share", *FAMILY)
    parents = dict(
        build.execute(
            "SELECT unit_code, parent_code FROM marts.unit WHERE valid_to IS NULL AND unit_kind <> 'agency'"
        ).fetchall()
    )
    exact = build.execute(
        "SELECT unit_code, school_code, sum(numerator), sum(rest) FROM marts.class_count "
        "WHERE measure = 'below_5' GROUP BY ALL"
    ).fetchall()
    looked_at = 0
    for (indicator, unit, _), row in values.items():
        if indicator != "marks_below_5_share" or row["state"] != "shown" or row["unit_kind"] == "school":
            continue
        parts = [
            code
            for (of, code, _), part in values.items()
            if of == indicator and parents.get(code) == unit and part["state"] == "suppressed"
        ]
        for side in (2, 3):
            left = sum(int(each[side]) for each in exact if each[0] in parts or each[1] in parts)
            assert left == 0 or left >= LEAST, (unit, parts)
        looked_at += bool(parts)
        assert len(parts) != 1
    assert looked_at or all(row["state"] != "suppressed" for row in values.values())


def test_cells_of_subjects_are_hidden_along_columns_and_rows(build: DuckDBPyConnection) -> None:
    """Where a cell of a subject and grade is hidden, another of its commune is, and another of its school."""
    cells = build.execute(
        "SELECT unit_kind, commune_code, school_code, subject_code, grade, numerator, rest, is_hidden "
        "FROM marts.subject_hidden"
    ).fetchall()
    assert any(cell[7] for cell in cells)
    for kind, commune, school, subject, grade, below, rest, is_hidden in cells:
        if 1 <= below < LEAST or 1 <= rest < LEAST:
            assert is_hidden
        if is_hidden and kind == "school":
            row = [cell for cell in cells if cell[2] == school and cell[7]]
            among = [cell for cell in cells if cell[1] == commune and cell[3:5] == (subject, grade)]
            column = [cell for cell in among if cell[0] == kind]
            whole = next(cell for cell in among if cell[0] == "commune")
            for side in (5, 6):
                left = sum(cell[side] for cell in row)
                assert left == 0 or left >= LEAST or all(cell[7] for cell in cells if cell[2] == school)
                over = sum(cell[side] for cell in column if cell[7])
                assert whole[7] or over == 0 or over >= LEAST


def levelled_district(seed: int) -> Planted:
    """Pupils of all four levels, so that each level is small somewhere."""
    chance, planted = random.Random(seed), Planted()
    worth = {"TOT": "8.0", "KHA": "6.5", "DAT": "5.0", "CHUADAT": "3.0"}
    for school in SCHOOLS:
        weights = [chance.choice((0, 1, 4, 8)) for _ in worth]
        for place in range(chance.choice((12, 40))):
            level = chance.choices(list(worth), [weight + 0.1 for weight in weights])[0]
            who = planted.pupil(f"{school}-{place}", school=school, class_name=f"8{'AB'[place % 2]}")
            for subject in MARKED:
                planted.average(who, subject, worth[level])
            for subject in JUDGED:
                planted.judgement(who, subject)
    return planted


def test_the_four_levels_are_hidden_together_and_classes_tell_none_of_them() -> None:
    with school_build(levelled_district(1)) as build:
        values = indicator_values(build, *FAMILY, "lower_secondary_level_kha_share", "lower_secondary_level_dat_share")
        by_unit: dict[tuple[str, str], set[str]] = {}
        for (_, unit, end), row in values.items():
            by_unit.setdefault((unit, end), set()).add(row["state"])
        assert all(len(states) == 1 for states in by_unit.values())
        suppressed = {unit for (unit, _), states in by_unit.items() if states == {"suppressed"}}
        assert suppressed & set(SCHOOLS) and set(SCHOOLS) - suppressed
        # A hidden school's classes do not add up to it.
        open_classes = build.execute(
            "SELECT school_code, count(*) FILTER (WHERE good_count IS NULL) FROM marts.class_term GROUP BY ALL"
        ).fetchall()
        assert all(hidden >= 2 for school, hidden in open_classes if school in suppressed)


def test_a_class_of_four_is_not_counted_in_public() -> None:
    planted = Planted()
    for place in range(4):
        planted.average(planted.pupil(f"p{place}"), "TOAN", "7.0")
    with school_build(planted) as build:
        ((pupils,),) = build.execute("SELECT pupil_count FROM marts.class_term").fetchall()
        (row,) = build.execute(
            "SELECT pupil_count, graded_count, average_mean FROM marts.class_subject_term"
        ).fetchall()
        assert pupils is None and row == (None, None, None)


def test_the_mean_of_two_pupils_is_not_what_the_others_leave_of_their_schools() -> None:
    planted = Planted()
    for letter, size in (("A", 40), ("B", 41), ("C", 2)):
        for place in range(size):
            who = planted.pupil(f"{letter}{place}", class_name=f"8{letter}")
            planted.average(who, "TOAN", "4.0" if place % 2 else "7.0")
    with school_build(planted) as build:
        means = dict(build.execute("SELECT class_name, average_mean FROM marts.class_subject_term").fetchall())
        (mean,) = build.execute(
            "SELECT average_mean FROM marts.subject_term WHERE unit_kind = 'school'"
        ).fetchone() or (None,)
    assert mean is not None, "the school's own mean is shown, so that two of its classes' must not be"
    assert means["8A"] is None and means["8C"] is None and means["8B"] is not None

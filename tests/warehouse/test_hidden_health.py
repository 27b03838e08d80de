"""Small numbers of persons cannot be had back, and each rule of hiding is needed for that."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.health_attacks import covers, readings
from tests.warehouse.planted_cells import REFORM, add, published, worlds
from tests.warehouse.planted_nights import TONIGHT
from tests.warehouse.record_attack import records
from tests.warehouse.seen_attacks import WEEK, late, seen, signals
from warehouse import hidden_sql, indicator_sql, judgement_sql

ATTACKS = {"covers": covers, "readings": readings, "seen": seen, "late": late, "records": records, "signals": signals}
# What is taken out of the SQL of hiding, and the attack that then finds something.
RULES = {
    "small groups": ("covers", r"BETWEEN 1 AND 9", "BETWEEN 1 AND 0"),
    "siblings": ("covers", r"is_small OR NOT coalesce", "is_small OR is_below_hidden AND NOT coalesce"),
    "below": ("covers", r"bool_or\(is_small OR is_below_hidden\)", "bool_or(is_small)"),
    "small this month": ("covers", r"date_trunc\('month', counted.cutoff_date\)::DATE - 1", "counted.cutoff_date"),
    "siblings this month": (
        "covers",
        r"coalesce\(chosen.is_hidden, false\)",
        "coalesce(chosen.is_hidden, false) AND (is_small OR as_of = (SELECT max(as_of) FROM grouped))",
    ),
    "elsewhere": ("covers", r"UNION ALL BY NAME FROM elsewhere_\w+", ""),
    "elsewhere seen": ("seen", r"UNION ALL BY NAME FROM elsewhere_\w+", ""),
    "both readings": ("readings", r"AND upward.unit_kind = 'commune'", "AND upward.unit_kind = 'area'"),
    "room": ("seen", r"\(up_to_more >= 2 AND up_to_fewer >= 2\)", "true"),
    "records": ("records", r"greatest\(group_3, 0\)", "0"),
    "late": ("late", r"landed.landed_at > first_told.as_of", "false"),
    "late and below ten": ("late", r" AND NOT is_changed", ""),
    "signals": ("signals", r"sum\(CASE WHEN numerator .*? END\)", "sum(numerator)"),
    "diseases": ("seen", r"numerator > 0\s+AS is_small", "numerator BETWEEN 1 AND 9 AS is_small"),
}
# Variants of a rule that another of these takes out as well.
SLOW = ("small this month", "siblings this month", "elsewhere seen", "late and below ten")


@pytest.fixture(scope="module")
def build() -> Iterator[DuckDBPyConnection]:
    with worlds() as connection:
        yield connection


def without(monkeypatch: pytest.MonkeyPatch, sought: str, instead: str) -> list[int]:
    """From now on the SQL of judging and hiding is another; how often it was changed is counted in what is returned."""
    changed = [0]

    def weaker(made: Callable[..., str]) -> Callable[..., str]:
        def made_weaker(*given: Any) -> str:
            sql, count = re.subn(sought, instead, made(*given))
            changed[0] += count
            return sql

        return made_weaker

    monkeypatch.setattr(indicator_sql, "hidden", weaker(hidden_sql.hidden))
    monkeypatch.setattr(indicator_sql, "judged", weaker(judgement_sql.judged))
    return changed


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_small_number_is_had_back(build: DuckDBPyConnection, tmp_path: Path, attack: str) -> None:
    for seed in range(2 if attack in ("covers", "readings", "seen") else 1):
        assert ATTACKS[attack](build, tmp_path, seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
def test_nor_in_many_more_worlds(build: DuckDBPyConnection, tmp_path: Path, attack: str) -> None:
    for seed in range(2, 12):
        assert ATTACKS[attack](build, tmp_path, seed) == []


@pytest.mark.parametrize(
    "rule", [pytest.param(each, marks=pytest.mark.slow) if each in SLOW else each for each in RULES]
)
def test_each_rule_is_needed(
    build: DuckDBPyConnection, tmp_path: Path, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack, sought, instead = RULES[rule]
    changed = without(monkeypatch, sought, instead)
    assert any(ATTACKS[attack](build, tmp_path, seed) for seed in range(8))
    assert changed[0]


def test_a_week_that_is_not_over_is_not_told(build: DuckDBPyConnection, tmp_path: Path) -> None:
    add(
        build, [{"unit_code": "C0.0", "unit_from": REFORM, "is_seen": True, "opened_date": WEEK[0], "person_count": 12}]
    )
    assert published(build, tmp_path, "seen", *WEEK, WEEK[1]) == {}
    assert published(build, tmp_path, "seen", *WEEK, TONIGHT)["a", "C0.0", "own"] is not None

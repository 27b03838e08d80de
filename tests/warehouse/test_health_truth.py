"""Covers of health, what is hidden of them and what is told in tens, recomputed from raw events: equal."""

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from config.settings import PROJECT
from tests.installation import CLOCK
from tests.oracle.health import residents
from tests.oracle.health_covers import spans
from tests.oracle.health_hidden import Told
from tests.oracle.health_places import Places
from tests.oracle.health_shares import COVERS, Covers
from tests.warehouse.health_world import HealthWorld, told

CONFIG = PROJECT / "config"
UNITS = CONFIG / "units.csv"
TODAY = CLOCK.date()
READ = ("messages", "injections", "checkups", "visits")
GRAINS = ("month", "quarter", "year", "report_quarter")
Rows = dict[tuple[str, str, date], dict[str, Any]]


@cache
def counted() -> Covers:
    """Everybody counted in a cover, by the second count."""
    tables = {name: getattr(told(), name).reset_index(drop=True) for name in READ}
    places, lists = Places(UNITS, CONFIG / "facilities.csv"), ("population", "prevalence")
    return Covers(spans(tables, places, UNITS, {name: CONFIG / f"{name}.csv" for name in lists}), places, TODAY)


def published(health: HealthWorld, cover: str, *grains: str) -> dict[tuple[date, date], Rows]:
    """{first and last day of a period: the rows of all units by basis, code and first day}, of months if not said."""
    query = "SELECT * FROM marts.indicator_value WHERE indicator = ? AND list_contains(?, grain)"
    rows = health.rows(query, cover, list(grains or ["month"]))
    found: dict[tuple[date, date], Rows] = {}
    for row in rows:
        of = found.setdefault((row["period_start"], row["period_end"]), {})
        of[row["basis"], row["unit_code"], row["unit_from"]] = row
    return found


@pytest.mark.parametrize("cover", COVERS)
def test_whoever_is_counted_and_what_is_told_of_it(health: HealthWorld, cover: str) -> None:
    """Every unit of every period, by both readings: hidden, in tens, or as counted."""
    for period, rows in published(health, cover, *GRAINS).items():
        expected = counted().told(cover, *period)
        for unit, said in expected.items():
            row = rows.get((unit.basis, unit.era.code, unit.era.first))
            assert said.state in ("no_source", "no_events") if row is None else as_told(row) == said, (period, unit)
        assert set(rows) <= {(unit.basis, unit.era.code, unit.era.first) for unit in expected}, period


def as_told(row: dict[str, Any]) -> Told:
    """What is published of a row; a share follows from both of its numbers."""
    numerator, denominator = row["numerator"], row["denominator"]
    if row["state"] == "shown":
        assert float(row["value"]) == pytest.approx(numerator / denominator, abs=1e-6)
    else:
        assert row["value"] is None and row["n"] == denominator
    return Told(row["state"], numerator, denominator, row["is_rounded"])


def test_all_of_it_happens_here(health: HealthWorld) -> None:
    """Else nothing would be told by the numbers being equal."""
    for cover in COVERS:
        months = published(health, cover)
        states = Counter((row["state"], row["is_rounded"]) for rows in months.values() for row in rows.values())
        assert len(months) > 10 and states["shown", False] and states["shown", True], cover
        assert states["suppressed", False] or cover == "health_record_cover", cover


def test_what_covers_are_counted_of_is_named(health: HealthWorld) -> None:
    rows = health.rows("SELECT * FROM marts.health_denominator WHERE unit_code = '21109' AND unit_from = '2025-07-01'")
    named = {(row["indicator"], str(row["denominator_date"])): row["denominator_vi"] for row in rows}
    assert named["health_record_cover", "2025-07-01"].startswith("dân số thường trú và tạm trú")
    assert named["health_record_cover", "2024-07-01"].startswith("dân số ước tính")
    assert {name for name, _ in named} == set(COVERS)


def test_before_the_reform_each_commune_has_its_own_people_alone(health: HealthWorld) -> None:
    """D08 in small: Tịnh Hòa belongs to nobody here until 01/07/2025, its records as little as its people."""
    rows = published(health, "health_record_cover")[date(2025, 5, 1), date(2025, 5, 31)]
    counted = residents(told().messages.reset_index(drop=True), date(2025, 5, 31), UNITS)
    own = {code: row for (basis, code, _), row in rows.items() if basis == "own" and row["unit_kind"] == "commune"}
    assert {code: row["numerator"] for code, row in own.items() if row["state"] == "shown"} == {
        code: count for code, count in counted.items() if code != "21187"
    }
    assert len(own) == 22 and all(row["denominator"] > row["numerator"] for row in own.values())
    dong_son = rows["successor", "21109", date(2025, 7, 1)]
    parts = ("21091", "21103", "21109", "21112")
    assert (dong_son["numerator"], dong_son["denominator"]) == (sum(counted[code] for code in parts), 47081)

"""Covers of health, what is hidden of them and what is told in tens, recomputed from raw events: equal."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from tests.oracle.health import residents
from tests.oracle.health_shares import COVERS, Covers
from tests.warehouse.health_shown import UNITS, counted, differences, published
from tests.warehouse.health_world import HealthWorld, told

# The first month of which each cover is published: nothing of one that began before anything was known of it.
FIRST_MONTHS = dict.fromkeys(COVERS, date(2025, 1, 1)) | {
    "annual_checkup_cover": date(2026, 1, 1),
    "health_record_renewed": date(2025, 12, 1),
    **dict.fromkeys(("hypertension_managed_share", "diabetes_managed_share"), date(2025, 3, 1)),
}
GRAINS = ("month", "quarter", "year", "report_quarter")


@cache
def covers() -> Covers:
    """The second count of the sandbox's district."""
    tables = ("messages", "injections", "checkups", "visits")
    return counted({name: getattr(told(), name).reset_index(drop=True) for name in tables})


@pytest.mark.usefixtures("health")
@pytest.mark.parametrize("cover", COVERS)
def test_whoever_is_counted_and_what_is_told_of_it(cover: str) -> None:
    """Every unit of every period, by both readings: hidden, in tens, or as counted."""
    assert differences(covers(), cover, GRAINS) == []


@pytest.mark.usefixtures("health")
def test_all_of_it_happens_here() -> None:
    """Else nothing would be told by the numbers being equal."""
    for cover, begun in FIRST_MONTHS.items():
        months = published(cover)
        assert min(months)[0] == begun, cover
        states = Counter((row["state"], row["is_rounded"]) for rows in months.values() for row in rows.values())
        assert len(months) > 10 and states["shown", False] and states["shown", True], cover
        assert states["suppressed", False] or cover == "health_record_cover", cover


def test_what_covers_are_counted_of_is_named(health: HealthWorld) -> None:
    rows = health.rows("SELECT * FROM marts.health_denominator WHERE unit_code = '21109' AND unit_from = '2025-07-01'")
    named = {(row["indicator"], str(row["denominator_date"])): row["denominator_vi"] for row in rows}
    assert named["health_record_cover", "2025-07-01"].startswith("dân số thường trú và tạm trú")
    assert named["health_record_cover", "2024-07-01"].startswith("dân số ước tính")
    assert {name for name, _ in named} == set(COVERS)


@pytest.mark.usefixtures("health")
def test_before_the_reform_each_commune_has_its_own_people_alone() -> None:
    """D08 in small: Tịnh Hòa belongs to nobody here until 01/07/2025, its records as little as its people."""
    rows = published("health_record_cover")[date(2025, 5, 1), date(2025, 5, 31)]
    known = residents(told().messages.reset_index(drop=True), date(2025, 5, 31), UNITS)
    own = {code: row for (basis, code, _), row in rows.items() if basis == "own" and row["unit_kind"] == "commune"}
    assert {code: row["numerator"] for code, row in own.items() if row["state"] == "shown"} == {
        code: count for code, count in known.items() if code != "21187"
    }
    assert len(own) == 22 and all(row["denominator"] > row["numerator"] for row in own.values())
    dong_son = rows["successor", "21109", date(2025, 7, 1)]
    parts = ("21091", "21103", "21109", "21112")
    assert (dong_son["numerator"], dong_son["denominator"]) == (sum(known[code] for code in parts), 47081)

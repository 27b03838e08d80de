"""Covers of health and what is hidden of them, recomputed from raw events: equal."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pandas
import pytest

from config.settings import PROJECT
from tests.installation import CLOCK
from tests.oracle.health import residents
from tests.oracle.health_covers import (
    DISEASES,
    OF_RECORDS,
    Counts,
    Files,
    covers,
    covers_of_records,
    suppressed,
    under_care,
)
from tests.warehouse.health_world import HealthWorld

FILES = Files(PROJECT / "config" / "units.csv", PROJECT / "config" / "facilities.csv")
TODAY, MONTH_END = CLOCK.date(), date(2026, 10, 31)
OF_POPULATION = ("health_record_cover", "annual_checkup_cover", *DISEASES)
Rows = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def told(health: HealthWorld) -> dict[str, pandas.DataFrame]:
    tables = ("messages", "injections", "checkups", "visits")
    return {name: getattr(health.told, name).reset_index(drop=True) for name in tables}


def published(health: HealthWorld, basis: str = "own", month: date = date(2026, 11, 1)) -> Rows:
    rows = health.rows(
        "SELECT * FROM marts.indicator_value WHERE grain = 'month' AND period_start = ? AND basis = ? "
        "AND list_contains(?, indicator)",
        month,
        basis,
        [*OF_POPULATION, *OF_RECORDS],
    )
    return {(row["indicator"], row["unit_code"]): row for row in rows}


def parents() -> dict[str, str]:
    rows = pandas.read_csv(FILES.facilities, dtype=str)
    standing = rows[rows["valid_to"].isna()]
    communes = pandas.read_csv(FILES.units, dtype=str).query("level == 'commune' and valid_to.isna()")["code"]
    return {**dict(zip(standing["code"], standing["unit_code"], strict=True)), **dict.fromkeys(communes, "BS5")}


def test_whoever_is_counted_of_a_population(health: HealthWorld, told: dict[str, pandas.DataFrame]) -> None:
    wanted, found = covers(told, FILES, TODAY), published(health)
    people = pandas.read_csv(PROJECT / "config" / "population.csv").query("unit_from == '2025-07-01'")
    heads = {str(row["unit_code"]): int(row["value"]) for row in people.to_dict("records")}
    heads["BS5"] = sum(heads.values())
    looked_at = 0
    for indicator in OF_POPULATION:
        for unit, count in heads.items():
            row, (counted, _) = found[indicator, unit], wanted.get((indicator, unit), (0, 0))
            if row["state"] == "shown":
                assert (row["numerator"] + 5) // 10 == (counted + 5) // 10, (indicator, unit)
                assert row["is_rounded"] or row["numerator"] == counted > 9
                assert indicator in DISEASES or row["denominator"] == count
                looked_at += 1
    assert looked_at > 20
    nobody = [row for (name, _), row in found.items() if name in OF_POPULATION and row["unit_kind"] == "facility"]
    assert {(row["state"], row["numerator"], row["value"]) for row in nobody} == {("no_source", None, None)}


def test_care_ends_three_months_after_the_last_visit(health: HealthWorld, told: dict[str, pandas.DataFrame]) -> None:
    """At the end of January those of November count, and those of the October before it no more."""
    found, day = published(health, month=date(2026, 1, 1)), date(2026, 1, 31)
    wanted, longer = (under_care(told, FILES, on) for on in (day, date(2026, 1, 30)))
    assert wanted["hypertension_managed_share", "BS5"] != longer["hypertension_managed_share", "BS5"]
    shown = [key for key in wanted if key in found and found[key]["state"] == "shown"]
    for key in shown:
        number, count = found[key]["numerator"], wanted[key][0]
        assert number == ((count + 5) // 10 * 10 if found[key]["is_rounded"] else count), key
    assert len(shown) > 3


def test_covers_of_records_and_what_is_hidden_of_them(health: HealthWorld, told: dict[str, pandas.DataFrame]) -> None:
    found, days = published(health), [MONTH_END + timedelta(days=n) for n in range((TODAY - MONTH_END).days + 1)]
    by_day = [covers_of_records(told, FILES, day) for day in days]
    wanted, hidden = by_day[-1], suppressed(by_day, parents())
    assert {key for key, row in found.items() if row["state"] == "suppressed" and key[0] in OF_RECORDS} == hidden
    above = _above(hidden)
    for key, (counted, of) in wanted.items():
        if key[0] in OF_RECORDS and key not in hidden:
            row = found[key]
            assert row["is_rounded"] == (key in above), key
            numbers = [(each + 5) // 10 * 10 for each in (counted, of)] if key in above else [counted, of]
            assert [row["numerator"], row["denominator"]] == numbers, key
    states = Counter(row["state"] for key, row in found.items() if key[0] in OF_RECORDS)
    assert states["suppressed"] > 20 and states["shown"] > 20


def _above(hidden: set[tuple[str, str]]) -> set[tuple[str, str]]:
    known = parents()
    found = set()
    for name, unit in hidden:
        while unit in known:
            unit = known[unit]
            found.add((name, unit))
    return found - hidden


def test_both_readings_say_the_same_today(health: HealthWorld) -> None:
    own, successor = published(health), published(health, "successor")
    told = ("state", "numerator", "denominator", "value", "is_rounded", "band")
    for key, row in own.items():
        assert [row[name] for name in told] == [successor[key][name] for name in told], key


def test_what_covers_are_counted_of_is_named(health: HealthWorld) -> None:
    rows = health.rows("SELECT * FROM marts.health_denominator WHERE unit_code = '21109' AND unit_from = '2025-07-01'")
    named = {(row["indicator"], str(row["denominator_date"])): row["denominator_vi"] for row in rows}
    assert named["health_record_cover", "2025-07-01"].startswith("dân số thường trú và tạm trú")
    assert named["health_record_cover", "2024-07-01"].startswith("dân số ước tính")
    assert {name for name, _ in named} == {*OF_POPULATION, *OF_RECORDS}


def test_before_the_reform_its_own_people_count_alone(health: HealthWorld, told: dict[str, pandas.DataFrame]) -> None:
    """D08 in small: Tịnh Hòa belongs to nobody here until 01/07/2025, its records as little as its people."""
    (row,) = health.rows(
        "SELECT * FROM marts.indicator_value WHERE indicator = 'health_record_cover' AND basis = 'successor' "
        "AND unit_code = '21109' AND grain = 'month' AND period_start = DATE '2025-05-01'"
    )
    here = told["messages"][told["messages"]["commune_code"] != "21187"]
    counted: Counts = covers(told | {"messages": here}, FILES, date(2025, 5, 31))
    assert (row["numerator"], row["denominator"]) == (counted["health_record_cover", "21109"][0], 47081)


def test_each_of_the_old_communes_counts_its_own(health: HealthWorld, told: dict[str, pandas.DataFrame]) -> None:
    counted = residents(told["messages"], date(2025, 5, 31), FILES.units)
    rows = health.rows(
        "SELECT * FROM marts.indicator_value WHERE indicator = 'health_record_cover' AND basis = 'own' "
        "AND unit_kind = 'commune' AND grain = 'month' AND period_start = DATE '2025-05-01'"
    )
    assert {row["unit_code"]: row["numerator"] for row in rows if row["state"] == "shown"} == {
        code: count for code, count in counted.items() if code != "21187"
    }
    assert len(rows) == 22 and all(row["denominator"] > row["numerator"] for row in rows)

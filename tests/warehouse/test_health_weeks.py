"""Persons seen with a watched disease, by week and place: the published figures against a count from raw events."""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from statistics import mean, stdev
from typing import Any

import pytest

from config.settings import PROJECT
from tests.installation import CLOCK
from tests.oracle import health as oracle
from tests.oracle.health_files import Files
from tests.oracle.health_places import Places, Unit
from tests.oracle.health_weeks import Weeks
from tests.warehouse.health_seen import differences, states
from tests.warehouse.health_world import HealthWorld, told

UNITS, FACILITIES = PROJECT / "config" / "units.csv", PROJECT / "config" / "facilities.csv"
PLACES = Places(UNITS, FACILITIES)
AREA, DONG_SON, BINH_MINH = "BS5", "21109", "21085"
COMMUNES = ("21040", "21061", BINH_MINH, "21100", DONG_SON)
# The weeks of which every day was written, and the same weeks of last year.
FIRST, LAST = date(2026, 10, 12), date(2026, 11, 16)
WEEKS = [FIRST + timedelta(weeks=number) for number in range(6)]
Cell = tuple[str, date]


def counted(world: HealthWorld, disease: str) -> Counter[Cell]:
    """{(commune they live in or the area, Monday): persons} by the second count."""
    commune = oracle.communes(UNITS)
    rows = oracle.first_seen(oracle.visits(world.told.visits), oracle.DISEASES[disease])
    found: Counter[Cell] = Counter()
    for row in rows.to_dict("records"):
        found[AREA, row["monday"]] += 1
        home = commune(row["commune_code"], row["admitted_date"])
        if home in COMMUNES:
            found[home, row["monday"]] += 1
    return found


def published(world: HealthWorld, disease: str) -> dict[Cell, dict[str, Any]]:
    """The rows of communes and the area, as read after the reform."""
    rows = world.rows(
        "SELECT * FROM marts.indicator_value WHERE indicator = ? AND basis = 'successor' AND unit_kind <> 'facility'",
        f"{disease}_persons_week",
    )
    return {(row["unit_code"], row["period_start"]): row for row in rows}


@cache
def files() -> Files:
    """Which files came, by the second count."""
    came = told().files.query("kind == 'visit' and not is_cut_off")
    return Files(zip(came["facility_code"], came["day"], strict=True), PLACES)


def is_complete(unit: str, monday: date) -> bool:
    """Whether every file of a week came that tells of a unit, by the second count."""
    (era,) = (each for each in PLACES.all() if each.code == unit and each.first <= monday <= each.last)
    return files().is_complete(Unit("successor", era), monday)


@pytest.mark.parametrize("disease", oracle.DISEASES)
def test_the_persons_of_every_week_and_commune(health: HealthWorld, disease: str) -> None:
    rows = health.rows(
        """
        SELECT upward.in_code, date_trunc('week', first_date)::DATE AS monday, count(*) AS persons
        FROM marts.disease_first_visit AS seen
        INNER JOIN marts.unit_lineage AS upward
            ON upward.unit_code = seen.place_code AND upward.unit_from = seen.place_from
            AND upward.basis = 'successor' AND upward.unit_kind IN ('area', 'commune')
        WHERE disease_code = ?
        GROUP BY ALL
        """,
        disease,
    )
    expected = counted(health, disease)
    assert {(row["in_code"], row["monday"]): row["persons"] for row in rows} == expected
    assert expected.total() >= 40 and {code for code, _ in expected} >= {AREA, DONG_SON}


def test_what_is_published_of_every_week_and_unit(health: HealthWorld) -> None:
    """All of it came in one pull."""
    pulls = [(CLOCK, health.told.visits)]
    weeks = {disease: Weeks(disease, pulls, PLACES, files()) for disease in oracle.DISEASES}
    assert differences(weeks) == []
    assert set(states()) == {("shown", False), ("below_10", False), ("not_received", False)}


def test_d05_measles_in_dong_son(health: HealthWorld) -> None:
    """1, 3, 7, 9 persons in weeks 44 to 47: watched from the first week on, red once three weeks say at least three."""
    expected, shown = counted(health, "measles"), published(health, "measles")
    weeks = [date(2026, 10, 26) + timedelta(weeks=number) for number in range(4)]
    for code in (DONG_SON, AREA):
        assert [expected[code, week] for week in weeks] == [1, 3, 7, 9]
        assert [shown[code, week]["state"] for week in weeks] == ["below_10"] * 4
        assert [shown[code, week]["band"] for week in weeks] == ["watch", "watch", "missed", "missed"]
        assert shown[code, date(2026, 10, 19)]["band"] == "met"
    assert {(shown["21040", week]["numerator"], shown["21040", week]["band"]) for week in WEEKS} == {(0, "met")}


@pytest.mark.parametrize("disease", ["dengue", "hand_foot_mouth"])
def test_a_week_against_the_same_weeks_of_last_year(health: HealthWorld, disease: str) -> None:
    expected, shown = counted(health, disease), published(health, disease)
    judged = set()
    for week in WEEKS:
        past = [expected[AREA, week - timedelta(days=364 + 7 * shift)] for shift in range(-2, 3)]
        above = [mean(past) + times * stdev(past) for times in (2, 3)]
        count = expected[AREA, week]
        row = shown[AREA, week]
        # In the last week a station is silent: what is known already may be too much, and is never few enough.
        few = "met" if is_complete(AREA, week) else None
        band = "missed" if count > above[1] else "watch" if count > above[0] else few
        assert row["band"] == band and row["target"] == max((int(above[0]) + 5) // 10 * 10, 10), (week, past)
        judged.add(band)
    assert "met" in judged and not is_complete(AREA, LAST)
    assert shown[AREA, date(2025, 11, 3)]["band"] in ("no_baseline", None), "nothing is known of 2024"


def test_a_week_that_is_not_over_is_not_told(health: HealthWorld) -> None:
    assert max(week for _, week in published(health, "dengue")) == LAST


def test_d07_a_commune_whose_station_is_silent_has_no_zero(health: HealthWorld) -> None:
    shown = published(health, "measles")
    assert (
        shown[BINH_MINH, LAST]["state"] == "not_received"
        and not is_complete(BINH_MINH, LAST)
        and shown[BINH_MINH, LAST]["band"] is None
    )
    assert shown["21100", LAST]["value"] == 0 == shown[BINH_MINH, LAST - timedelta(weeks=1)]["value"]

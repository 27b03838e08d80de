"""Persons seen with a watched disease, by week and place: the published figures against a count from raw events."""

import csv
from collections import Counter
from datetime import date, timedelta
from statistics import mean, stdev
from typing import Any

import pytest

from config.settings import PROJECT
from tests.oracle import health as oracle
from tests.warehouse.health_world import HealthWorld

UNITS, FACILITIES = PROJECT / "config" / "units.csv", PROJECT / "config" / "facilities.csv"
AREA, DONG_SON, BINH_MINH, CENTRE = "BS5", "21109", "21085", "51200"
COMMUNES = ("21040", "21061", BINH_MINH, "21100", DONG_SON)
# The weeks of which every day was written, and the same weeks of last year.
BY_FACILITY = date(2026, 1, 5)
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


def seen_at(world: HealthWorld, disease: str) -> Counter[Cell]:
    """{(facility by its five digits, Monday): persons} by the second count; the centre is the whole area's."""
    with FACILITIES.open(encoding="utf-8") as file:
        short = {row["code_13"]: row["code"] for row in csv.DictReader(file)}
    rows = oracle.first_seen(oracle.visits(world.told.visits), oracle.DISEASES[disease])
    return Counter(
        (short.get(code, code), monday) for code, monday in zip(rows["facility_code"], rows["monday"], strict=True)
    )


def published(world: HealthWorld, disease: str, kinds: str = "area commune") -> dict[Cell, dict[str, Any]]:
    """The rows of communes and the area, or of facilities, as read after the reform."""
    rows = world.rows(
        "SELECT * FROM marts.indicator_value WHERE indicator = ? AND basis = 'successor' AND contains(?, unit_kind)",
        *(f"{disease}_persons_week", kinds),
    )
    return {(row["unit_code"], row["period_start"]): row for row in rows}


def is_complete(world: HealthWorld, unit: str, monday: date) -> bool:
    """Whether every file of a week came that tells of a unit, by the second count."""
    missing = oracle.unsent(world.told.files, FACILITIES, "visit", monday, monday + timedelta(days=6))
    return not ({where for where, _ in missing} & ({AREA, *COMMUNES} if unit == AREA else {unit}))


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


@pytest.mark.parametrize("disease", oracle.DISEASES)
def test_what_is_published_of_a_week_is_that_count_or_less(health: HealthWorld, disease: str) -> None:
    expected, shown = counted(health, disease), published(health, disease)
    assert {cell for cell in expected if cell[1] <= LAST} <= set(shown)
    for cell, row in shown.items():
        count = expected[cell]
        if row["state"] == "shown":
            assert row["value"] == ((count + 5) // 10 * 10 if row["is_rounded"] else count), cell
            assert (count == 0 and (cell[1] < FIRST or is_complete(health, *cell))) or count >= 10, cell
        else:
            assert row["numerator"] is row["value"] is row["n"] is None, cell
            assert {"below_10": 0 < count < 10, "suppressed": count >= 10, "not_received": count == 0}[row["state"]], (
                cell
            )
            assert row["state"] != "not_received" or not is_complete(health, *cell), cell


@pytest.mark.parametrize("disease", oracle.DISEASES)
def test_what_is_published_of_a_facilitys_week(health: HealthWorld, disease: str) -> None:
    expected, shown = seen_at(health, disease), published(health, disease, "facility")
    told = {cell for cell in expected if cell[0] != CENTRE and BY_FACILITY <= cell[1] <= LAST}
    assert told and told <= set(shown)
    for cell in (each for each in shown if each[1] >= BY_FACILITY):
        count, row = expected[cell], shown[cell]
        if row["state"] == "shown":
            assert row["value"] == count and (count == 0 or count >= 10), cell
        else:
            states = {"below_10": 0 < count < 10, "suppressed": count >= 10, "not_received": count == 0}
            assert states[row["state"]], cell


@pytest.mark.parametrize("disease", oracle.DISEASES)
def test_nothing_is_hidden_or_rounded_without_a_few(health: HealthWorld, disease: str) -> None:
    """Only where somebody could work out a few: they are one to nine of a unit, or of those at none of its parts."""
    seen, at = counted(health, disease), seen_at(health, disease)
    few = {monday for counts in (seen, at) for (_, monday), count in counts.items() if 0 < count < 10}
    for monday in {monday for _, monday in seen}:
        elsewhere = seen[AREA, monday] - sum(seen[commune, monday] for commune in COMMUNES)
        few |= {monday} if 0 < elsewhere < 10 else set()
    for cell, row in (published(health, disease) | published(health, disease, "facility")).items():
        assert cell[1] in few or not (row["state"] == "suppressed" or row["is_rounded"]), cell


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
        few = "met" if is_complete(health, AREA, week) else None
        band = "missed" if count > above[1] else "watch" if count > above[0] else few
        assert row["band"] == band and row["target"] == max((int(above[0]) + 5) // 10 * 10, 10), (week, past)
        judged.add(band)
    assert "met" in judged and not is_complete(health, AREA, LAST)
    assert shown[AREA, date(2025, 11, 3)]["band"] in ("no_baseline", None), "nothing is known of 2024"


def test_a_week_that_is_not_over_is_not_told(health: HealthWorld) -> None:
    assert max(week for _, week in published(health, "dengue")) == LAST


def test_d07_a_commune_whose_station_is_silent_has_no_zero(health: HealthWorld) -> None:
    shown = published(health, "measles")
    assert (
        shown[BINH_MINH, LAST]["state"] == "not_received"
        and not is_complete(health, BINH_MINH, LAST)
        and shown[BINH_MINH, LAST]["band"] is None
    )
    assert shown["21100", LAST]["value"] == 0 == shown[BINH_MINH, LAST - timedelta(weeks=1)]["value"]

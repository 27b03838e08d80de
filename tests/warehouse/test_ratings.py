"""Presses worked out by hand (cases/ratings.toml) and bursts at their bounds, found again in the marts of ratings."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from duckdb import DuckDBPyConnection
from sqlglot import exp

from connectors.kit.registry import sources
from tests.warehouse.planted import empty_build
from tests.warehouse.planted_ratings import HOME, STAGING, ask, install, judged, models, presses, tap
from warehouse.checks import finding_queries
from warehouse.graph import read_models

Case = Mapping[str, Any]
CASES: list[Case] = tomllib.loads((Path(__file__).parent / "cases" / "ratings.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def build() -> Iterator[DuckDBPyConnection]:
    made = empty_build()
    made.execute(STAGING)
    for number, case in enumerate(CASES):
        install(made, _device(number), case.get("agency", HOME), case.get("scale", 3))
        for press in case["presses"]:
            when, score, *rest = press.split()
            tap(made, _device(number), datetime.fromisoformat(f"{when}+07:00"), int(score), *rest)
    yield judged(made)
    made.close()


def _device(number: int) -> str:
    return f"K-{number:02d}"


def numbers(rows: list[dict[str, Any]], column: str) -> list[int]:
    return [row["number"] for row in rows if row[column]]


@pytest.mark.parametrize("case", CASES, ids=[str(case["story"])[:70] for case in CASES])
def test_a_press_counts_as_the_story_says(build: DuckDBPyConnection, case: Case) -> None:
    rows = presses(build, _device(CASES.index(case)))
    assert len(rows) == len(case["presses"])
    rejected = {str(row["number"]): row["rejection"] for row in rows if row["rejection"]}
    assert rejected == case.get("rejected", {})
    assert [row["is_valid"] for row in rows] == [row["rejection"] is None for row in rows]
    assert numbers(rows, "is_satisfied") == case.get("satisfied", [])
    assert numbers(rows, "is_dissatisfied") == case.get("dissatisfied", [])
    known = {str(row["number"]): row["lateness"] for row in rows if row["lateness"] != "unknown"}
    assert known == case.get("lateness", {})


@pytest.mark.parametrize("line", [line for case in CASES for line in case.get("units", [])])
def test_presses_make_the_indicators_of_a_unit(build: DuckDBPyConnection, line: str) -> None:
    place, _, expected = line.partition(": ")
    found = ask(
        build,
        "SELECT indicator, numerator, denominator FROM marts.indicator_value "
        "WHERE unit_code = ? AND basis = ? AND grain = ? AND period_start = ?::DATE",
        *place.split(),
    )
    told = {row["indicator"]: f"{row['numerator']}/{row['denominator']}" for row in found}
    shares = f"{told['satisfied_share']}, {told['rejected_rating_share']}"
    assert f"{shares}, {told['dissatisfied_ratings'].split('/')[0]}" == expected


def test_forty_presses_in_two_minutes_are_a_burst_and_one_finding_each(build: DuckDBPyConnection) -> None:
    build.begin()
    install(build, "K-VT-02", "H48.152.01", 5)
    start = datetime.fromisoformat("2026-10-05T16:50:00+07:00")
    for number in range(40):
        tap(build, "K-VT-02", start + timedelta(seconds=3 * number), 5)
    tap(build, "K-VT-02", start + timedelta(seconds=60.5), 4)
    tap(build, "K-VT-02", start - timedelta(minutes=10), 5)
    rows = presses(judged(build), "K-VT-02")
    build.rollback()
    assert {row["rejection"] for row in rows[:40]} == {"burst"}
    assert {row["rejection_vi"] for row in rows[:40]} == {"40 lượt bấm trong 2 phút"}
    assert [row["rejection"] for row in rows[40:]] == ["double_tap", None]


@pytest.mark.parametrize(("count", "apart", "is_burst"), [(20, 6.3, True), (19, 6.0, False), (20, 6.4, False)])
def test_twenty_within_two_minutes_are_a_burst(
    build: DuckDBPyConnection, count: int, apart: float, is_burst: bool
) -> None:
    build.begin()
    install(build, "K-1")
    for number in range(count):
        tap(build, "K-1", datetime.fromisoformat("2026-10-05T10:00:00+07:00") + timedelta(seconds=apart * number), 3)
    rows = presses(judged(build), "K-1")
    build.rollback()
    assert {row["rejection"] for row in rows} == {"burst" if is_burst else None}


def hold(build: DuckDBPyConnection) -> None:
    """Presses 901, held for its clock, and 902, held for another reason, on K-1."""
    build.execute("""
        CREATE TABLE accepted.satisfaction__rating_held AS
        SELECT 900 + row AS rating_id, 'K-1' AS device_code, NULL AS counter_code, NULL AS dossier_code,
            TIMESTAMPTZ '2026-10-01 10:00:00+07' AS rated_at, TIMESTAMPTZ '2026-10-01 10:01:00+07' AS sent_at,
            TIMESTAMPTZ '2026-10-06 09:01:00+07' AS received_at, 3 AS score, code AS _code,
            NULL::TIMESTAMPTZ AS landed_at, 'b' AS _batch, 1 AS _page, row AS _row
        FROM (VALUES (1, 'device_clock_wrong'), (2, 'rating_outside_scale')) AS held (row, code)
    """)
    install(build, "K-1")
    (staged,) = (each for each in read_models(sources().values()) if each.name == "satisfaction__rating_held")
    build.execute(f"INSERT INTO staging.satisfaction__rating_held BY NAME {staged.sql}")


def test_a_press_held_for_its_clock_is_rejected_at_the_hour_of_the_server(build: DuckDBPyConnection) -> None:
    build.begin()
    hold(build)
    (pressed,) = presses(judged(build), "K-1")
    build.rollback()
    assert (pressed["rejection"], pressed["is_valid"], pressed["row"]) == ("clock", False, 1)
    assert (pressed["rated_date"], pressed["rated_hour"], pressed["counter_code"]) == (date(2026, 10, 6), 9, "Q1")


def test_a_press_that_is_sent_again_with_a_wrong_clock_stays_as_it_stood(build: DuckDBPyConnection) -> None:
    build.begin()
    hold(build)
    tap(build, "K-1", datetime.fromisoformat("2026-10-06T09:00:00+07:00"), 3)
    build.execute("UPDATE staging.satisfaction__rating SET rating_id = 901, is_behind = true WHERE device_code = 'K-1'")
    (pressed,) = presses(judged(build), "K-1")
    build.rollback()
    assert (pressed["rating_id"], pressed["rejection"], pressed["is_valid"]) == (901, None, True)


def test_each_rejected_press_is_a_finding_in_the_agreed_words(build: DuckDBPyConnection) -> None:
    found = [row for query in finding_queries(models()["rating"]) for row in ask(build, query)]
    ((rejected,),) = build.execute("SELECT count(*) FROM marts.rating WHERE rejection IS NOT NULL").fetchall()
    assert len(found) == rejected > 5
    assert not [row["message_vi"] for row in found if "K-" in row["message_vi"]], "a device is told in its centre alone"
    assert {row["message_vi"].split(" · ")[1] for row in found} == {"xã Bình Sơn", "Bình Thuận (cũ)"}
    said = {(row["code"], row["message_vi"].split(" · ")[0]) for row in found}
    assert said == {
        ("rating_double_tap", "Bấm lặp trong 3 giây"), ("rating_outside_hours", "Ngoài giờ làm việc"),
    }  # fmt: skip
    assert {row["source"] for row in found} == {"satisfaction"}


def test_a_dossier_handed_out_is_rated_by_a_press_that_counts(build: DuckDBPyConnection) -> None:
    build.begin()
    install(build, "K-2", "H48.152.01")
    tap(build, "K-2", datetime.fromisoformat("2026-10-07T19:00:00+07:00"), 3, "TEST-TAP")
    judged(build)
    rows = {row["dossier_code"]: row for row in ask(build, "SELECT * FROM marts.dossier_rating")}
    values = ask(
        build,
        "SELECT unit_code, numerator, denominator FROM marts.indicator_value WHERE indicator = 'rated_share' "
        "AND grain = 'month' AND period_start = DATE '2026-10-01' AND basis = 'own' ORDER BY unit_code",
    )
    build.rollback()
    assert {code: row["is_rated"] for code, row in rows.items()} == {
        "ON-TIME": True, "LATE": True, "RETURNED": True, "UNRATED": False, "TEST-TAP": False,
    }  # fmt: skip
    assert rows["RETURNED"]["agency_code"] == "H48.151.02" and rows["UNRATED"]["unit_code"] == "21061"
    told = {row["unit_code"]: (row["numerator"], row["denominator"]) for row in values}
    assert (told["H48.151.01"], told["21040"], told["21061"], told["BS5"]) == ((2, 2), (3, 3), (0, 2), (3, 5))


def test_the_month_with_the_fewest_officers_decides_about_a_counter(build: DuckDBPyConnection) -> None:
    build.begin()
    install(build, "K-3", "H48.153.01")
    for month, officers in (("09", "ab"), ("10", "a"), ("11", "bc")):
        for hour, officer in enumerate(officers, 9):
            tap(build, "K-3", datetime.fromisoformat(f"2026-{month}-05T{hour:02d}:00:00+07:00"), 3, officer=officer)
    install(build, "K-5", "H48.153.01")
    build.execute("UPDATE staging.satisfaction__device SET counter_code = 'Q2' WHERE device_code = 'K-5'")
    for hour, officer in enumerate("def", 9):
        tap(build, "K-5", datetime.fromisoformat(f"2026-10-05T{hour:02d}:00:00+07:00"), 3, officer=officer)
    judged(build)
    found = ask(build, "SELECT * FROM marts.counter WHERE agency_code = 'H48.153.01' ORDER BY counter_code")
    build.rollback()
    told = [(row["counter_code"], row["officer_count"], row["centre_officer_count"]) for row in found]
    assert told == [("Q1", 1, 1), ("Q2", 3, 1)], "and the counter with the fewest decides about its centre"


def test_no_table_of_ratings_knows_an_officer(build: DuckDBPyConnection) -> None:
    named = ask(
        build,
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name = 'marts' AND column_name LIKE '%officer%'",
    )
    assert [row["table_name"] for row in named] == ["counter"] * 2
    assert {row["column_name"] for row in named} == {"officer_count", "centre_officer_count"}


def test_the_planted_staging_has_the_columns_of_the_source() -> None:
    made = empty_build()
    made.execute(STAGING)
    staging = [model for model in read_models(sources().values()) if model.name.startswith("satisfaction__")]
    assert len(staging) == 5
    for model in staging:
        selected = sqlglot.parse_one(model.sql, read="duckdb").find(exp.Select)
        planted = {str(row[0]) for row in made.execute(f"DESCRIBE {model.table}").fetchall()}
        assert selected and planted == set(selected.named_selects)
    made.close()

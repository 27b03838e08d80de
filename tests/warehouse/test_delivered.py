"""A figure rests on files that were due: nothing is a zero, and nothing meets its target, where one has not come."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from config.settings import PROJECT
from tests.warehouse.planted_indicator import planted_build, values

SQL = PROJECT / "warehouse" / "marts" / "health" / "delivered_day.sql"
WEEK, OPEN_WEEK = date(2026, 11, 16), date(2026, 11, 23)
COUNT = """
date = "day"
numerator = "days = 1"
delivered = "stream_kind = 'visit'"
[band]
kind = "value"
amber = ">= 3"
red = ">= 9"
"""


@pytest.fixture
def build() -> Iterator[DuckDBPyConnection]:
    """One commune with a station; a week that is over, and one that is not."""
    with planted_build() as connection:
        connection.execute("DELETE FROM marts.period")
        for start, is_open, cutoff in ((WEEK, False, 6), (OPEN_WEEK, True, 2)):
            connection.execute(
                "INSERT INTO marts.period VALUES ('week', ?, ?, ?, ?)",
                [start, start + timedelta(days=6), is_open, start + timedelta(days=cutoff)],
            )
        connection.execute("""
            INSERT INTO marts.unit_lineage BY NAME
            SELECT 'S' AS unit_code, * EXCLUDE (unit_code) FROM marts.unit_lineage WHERE unit_code = 'A'
        """)
        connection.execute("""
            CREATE TABLE marts.facility AS SELECT 'S' AS facility_code, DATE '2025-07-01' AS facility_from,
                NULL::DATE AS facility_to, 'station' AS kind, NULL AS parent_code
        """)
        connection.execute("""
            CREATE TABLE marts.calendar_day AS
            SELECT unnest(generate_series(DATE '2026-11-01', DATE '2026-11-30', INTERVAL 1 DAY))::DATE AS calendar_date
        """)
        yield connection


def delivered(build: DuckDBPyConnection, owed_until: date, *missing: date) -> None:
    """A file is owed of every day up to one, and has come of all but some."""
    build.execute("""
        CREATE OR REPLACE TABLE marts.facility_delivery
        (source VARCHAR, stream_kind VARCHAR, unit_code VARCHAR, period_start DATE, period_end DATE, received_at DATE)
    """)
    for number in range((owed_until - date(2026, 11, 1)).days + 1):
        day = date(2026, 11, 1) + timedelta(days=number)
        row = ["health_record", "visit", "S", day, day, None if day in missing else day]
        build.execute("INSERT INTO marts.facility_delivery VALUES (?, ?, ?, ?, ?, ?)", row)
    build.execute(f"CREATE OR REPLACE TABLE marts.delivered_day AS {SQL.read_text(encoding='utf-8')}")


def told(build: DuckDBPyConnection, folder: Path, seen: int, start: date = WEEK) -> tuple[Any, Any, Any]:
    """(state, value, band) of a week in which so many were seen."""
    build.execute("DELETE FROM marts.planted WHERE day >= DATE '2026-11-01'")
    build.execute("INSERT INTO marts.planted SELECT 'A', DATE '2025-07-01', ?, 1, 'p' FROM range(?)", [start, seen])
    row = values(build, folder, "count", COUNT, grains='["week"]')["week", start]
    return row["state"], row["value"], row["band"]


def test_a_zero_is_one_where_all_that_was_due_has_come(build: DuckDBPyConnection, tmp_path: Path) -> None:
    delivered(build, date(2026, 11, 22))
    assert told(build, tmp_path, 0) == ("shown", 0, "met")


@pytest.mark.parametrize(("missing", "state"), [(date(2026, 11, 22), "to_come"), (date(2026, 11, 18), "not_received")])
def test_of_a_week_that_is_over_every_day_is_due(
    build: DuckDBPyConnection, tmp_path: Path, missing: date, state: str
) -> None:
    """Also a last day of which nobody has sent anything, for which no one is late."""
    delivered(build, date(2026, 11, 22), missing)
    assert told(build, tmp_path, 0) == (state, None, None)


def test_a_number_of_which_a_day_is_missing_meets_nothing(build: DuckDBPyConnection, tmp_path: Path) -> None:
    delivered(build, date(2026, 11, 22), date(2026, 11, 19))
    assert told(build, tmp_path, 2) == ("shown", 2, None)
    assert told(build, tmp_path, 4) == ("shown", 4, "watch")
    assert told(build, tmp_path, 9) == ("shown", 9, "missed")


def test_of_an_open_week_the_newest_days_are_not_waited_for(build: DuckDBPyConnection, tmp_path: Path) -> None:
    delivered(build, date(2026, 11, 24), date(2026, 11, 24))
    assert told(build, tmp_path, 0, OPEN_WEEK) == ("shown", 0, "met")
    delivered(build, date(2026, 11, 24), date(2026, 11, 23))
    assert told(build, tmp_path, 0, OPEN_WEEK) == ("not_received", None, None)


def test_a_stream_of_which_nothing_came_has_no_zero(build: DuckDBPyConnection, tmp_path: Path) -> None:
    delivered(build, date(2026, 11, 22), *(date(2026, 11, day) for day in range(1, 23)))
    assert told(build, tmp_path, 0) == ("not_received", None, None)

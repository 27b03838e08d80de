"""What the page of health says of its figures: how they are judged, what they rest on, and what has not come yet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb
import pytest

from config import clock
from config.sandbox_state import SandboxState, write_sandbox_state
from config.settings import PROJECT
from dashboards import words
from dashboards.screens.health.address import EVERY
from dashboards.screens.health.screen import layout
from dashboards.unpulled import nothing_pulled
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.schooled import rows_of
from tests.dashboards.synthetic import announce_source
from tests.dashboards.test_health_page import value
from tests.installation import Installation
from warehouse import reader


def test_a_share_below_its_target_does_not_meet_it(synthetic: Installation) -> None:
    """D08: 91 % of an aim of 95 % is to be watched, at a facility as anywhere."""
    short = reader.sql(
        "SELECT band, count(*) AS n FROM marts.indicator_value WHERE indicator IN ('health_record_cover', "
        "'measles_2_doses_cover') AND unit_kind = 'facility' AND value < target GROUP BY ALL"
    )
    assert set(short["band"]) == {"watch", "missed"} and short["n"].sum() > 100


RECORDS_UNTIL = date(2026, 11, 21)


@contextmanager
def denominators(rows: Sequence[Any]) -> Iterator[Callable[[date], Any]]:
    """The one answer of queries/denominators.sql on a day, for a unit whose share is counted of these."""
    asked = (PROJECT / "dashboards" / "queries" / "denominators.sql").read_text(encoding="utf-8")
    given = {"unit": "X", "unit_from": date(2025, 1, 1), "indicators": ["share"], "scope": ["X"]}
    given["records_until"] = RECORDS_UNTIL
    with duckdb.connect() as planted:
        planted.execute(
            "CREATE SCHEMA marts; CREATE TABLE marts.health_denominator (indicator VARCHAR, unit_code VARCHAR, "
            "unit_from DATE, denominator_vi VARCHAR, denominator_date DATE, from_date DATE, until_date DATE, "
            "certainty VARCHAR)"
        )
        row = "INSERT INTO marts.health_denominator VALUES ('share', 'X', DATE '2025-01-01', ?, ?, ?, ?, ?)"
        planted.executemany(row, rows)
        yield lambda day: planted.execute(asked, given | {"cutoff": day}).fetchone()


def test_every_source_of_a_denominator_is_named_and_how_sure_the_least_sure_is() -> None:
    """Of an area whose communes' people are counted by two lists, and of the one list that held before."""
    sources = [
        ("list A", "2024-07-01", "2024-07-01", "2025-07-01", "seen"),
        ("list B", "2025-07-01", "2025-07-01", "9999-12-31", "seen"),
        ("list C", "2026-01-01", "2026-01-01", "9999-12-31", "assumed"),
        ("list D", "2026-01-01", "2026-01-01", "9999-12-31", "unconfirmed"),
    ]
    with denominators(sources) as asked:
        found = [asked(day) for day in (date(2025, 6, 30), date(2025, 12, 31), date(2026, 11, 23))]
    assert [said for (_, said, *_) in found] == [
        "list A",
        "list B",
        "list B (01/07/2025); list C (01/01/2026); list D (01/01/2026)",
    ]
    assert [certainty for (*_, certainty) in found] == ["seen", "seen", "assumed"]


def test_what_is_counted_of_records_holds_for_the_last_day_of_which_they_came() -> None:
    with denominators([("records", None, None, None, "seen")]) as asked:
        assert asked(date(2026, 11, 23))[2] == RECORDS_UNTIL


RECORDS = """
CREATE SCHEMA marts;
CREATE TABLE marts.unit_lineage AS
    FROM (VALUES ('A', 'X'), ('B', 'Y'), ('S', 'S'), ('C', 'C')) AS given (unit_code, in_code)
    CROSS JOIN (SELECT 'successor' AS basis, DATE '2026-01-01' AS unit_from, DATE '2025-07-01' AS in_from);
CREATE TABLE marts.facility AS SELECT *, DATE '2026-01-01' AS facility_from, NULL::DATE AS facility_to
    FROM (VALUES ('A', 'station', 'C'), ('S', 'sub_station', 'A')) AS given (facility_code, kind, parent_code);
CREATE TABLE marts.delivery AS SELECT *, DATE '2026-01-01' AS unit_from FROM (VALUES
    ('A', 'record', DATE '2026-11-16', now()), ('A', 'record', DATE '2026-11-17', NULL),
    ('A', 'visit', DATE '2026-11-22', now()), ('B', 'record', DATE '2026-11-21', now()),
    ('B', 'record', DATE '2026-11-22', NULL)) AS given (unit_code, stream_kind, period_end, received_at)
"""
"""Commune X has station A with sub-station S, commune Y station B; the centre C owes no records."""


@pytest.mark.parametrize(
    ("unit", "unit_from", "own"),
    [("X", "2025-07-01", 16), ("Y", "2025-07-01", 21), ("S", "2026-01-01", 16), ("C", "2025-07-01", 21)],
)
def test_records_of_a_unit_go_as_far_as_its_own_stations_sent_them(unit: str, unit_from: str, own: int) -> None:
    asked = (PROJECT / "dashboards" / "queries" / "reached.sql").read_text(encoding="utf-8")
    with duckdb.connect() as planted:
        planted.execute(RECORDS)
        given = {"basis": "successor", "unit": unit, "unit_from": date.fromisoformat(unit_from)}
        found = [planted.execute(asked, given | {"cutoff": date(2026, 11, day)}).fetchall()[0] for day in (23, 10)]
    assert [tuple(day.day for day in days) for days in found] == [(21, own), (10, 10)]


def test_sessions_are_counted_by_facility_and_day_and_nothing_else_is_listed(synthetic: Installation) -> None:
    page = layout(measure="telehealth_sessions")
    rows = rows_of(page, "Phiên đã hoàn thành theo cơ sở và ngày, tháng 11/2026")
    told = next(each for each in walk(page) if getattr(each, "id", "") == "row-count")
    whole = int(value("telehealth_sessions")["value"])
    assert int(attributes_of(told)["data-count"]) == sum(int(row[3]) for row in rows) == whole > 20
    assert {row[2] for row in rows} == {"Đã hoàn thành"} and {len(row) for row in rows} == {4}
    columns = set(reader.sql("FROM marts.telehealth_day LIMIT 1").columns)
    assert not columns & {"session_code", "started_at", "minutes", "is_transferred"}
    for indicator in EVERY:
        if indicator != "telehealth_sessions":
            refused = text(layout(measure=indicator))
            assert "không có danh sách nào được mở ra" in refused and "của từng người dân" in refused, indicator


def test_before_any_file_came_the_page_says_so_and_what_to_do(empty: Installation) -> None:
    said = text(layout())
    assert "Chưa có số liệu" in said and "ioc" in said and words.INVENTED not in said
    announce_source()
    assert words.INVENTED in text(layout()), "also where no figure stands yet"


@pytest.mark.parametrize("source_id", ["health_record", "smas"])
def test_while_the_past_is_landing_nobody_is_told_to_pull(empty: Installation, source_id: str) -> None:
    assert nothing_pulled(source_id, "").command == f"ioc pull {source_id}"
    now = clock.now()
    write_sandbox_state(SandboxState(1, 1.0, now, now, {}, awaited=(source_id,)))
    coming = nothing_pulled(source_id, "")
    assert coming.command is None and "đang được đưa vào" in coming.to_do

"""What landed day by day, and what each source owed each night: worked out by hand on planted rows."""

from collections.abc import Iterator
from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from connectors.kit.registry import sources
from tests.warehouse.planted import dossier, empty_build, landing
from warehouse.checks import check_mart
from warehouse.errors import CheckFailed
from warehouse.graph import Model, read_models
from warehouse.horizon import Inputs
from warehouse.steps import steps

# Friday 20/11 to Tuesday 24/11/2026; the 24th is a day off by law from 2026.
PULLS = """
    CREATE TABLE landed.pull AS
    SELECT source, 'pull' AS action, state, ('2026-11-' || started || ':00+07')::TIMESTAMPTZ AS started_at,
        ('2026-11-' || ended || ':00+07')::TIMESTAMPTZ AS ended_at,
        CASE WHEN source = 'portal' AND state = 'partial' THEN 'ContractBroken' END AS error
    FROM (VALUES
        ('one_stop', 'ok', '18 01:00', '18 01:05'),
        ('one_stop', 'failed', '19 01:00', '19 01:01'),
        ('one_stop', 'partial', '19 07:59', '19 08:00'),
        ('one_stop', 'ok', '20 07:59', '20 08:01'),
        ('one_stop', 'failed', '23 01:00', '23 01:01'),
        ('portal', 'ok', '19 02:00', '19 02:01'),
        ('portal', 'crashed', '20 02:00', '20 02:01'),
        ('portal', 'partial', '21 02:00', '21 02:01')
    ) AS pull (source, state, started, ended);
    CREATE OR REPLACE TABLE config.source_schedule AS
    SELECT source, calendar, TIME '08:00' AS deadline
    FROM (VALUES ('one_stop', 'working_days'), ('portal', 'every_day'), ('silent', 'every_day')) AS t (source, calendar)
"""


@pytest.fixture
def build() -> Iterator[DuckDBPyConnection]:
    made = empty_build()
    made.execute("CREATE TABLE marts.unit AS FROM config.unit")
    made.execute("CREATE TABLE marts.calendar_day AS FROM config.calendar_day")
    yield made
    made.close()


def model(name: str) -> Model:
    return next(each for each in read_models(sources().values()) if each.table == f"marts.{name}")


def nights(build: DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """{(source, day): state} of night_delivery on planted pulls."""
    build.execute(PULLS)
    delivery = model("night_delivery")
    build.execute(f"CREATE TABLE {delivery.table} AS {delivery.sql}")
    assert check_mart(build, delivery) == []
    found = build.execute(f"SELECT source, strftime(period_start, '%d/%m'), state FROM {delivery.table} ORDER BY ALL")
    return {(str(source), str(day)): str(state) for source, day, state in found.fetchall()}


def test_what_a_source_owes_every_night_is_on_time_late_missing_or_not_due(build: DuckDBPyConnection) -> None:
    assert nights(build) == {
        ("one_stop", "19/11"): "missing",  # broke off after something landed
        ("one_stop", "20/11"): "late",
        ("one_stop", "23/11"): "not_due",
        ("portal", "20/11"): "missing",
        ("portal", "21/11"): "missing",
        ("portal", "22/11"): "missing",
        ("portal", "23/11"): "not_due",
    }


def test_a_night_is_made_up_for_once_a_later_one_came(build: DuckDBPyConnection) -> None:
    nights(build)
    found = build.execute(
        "SELECT source, strftime(period_start, '%d/%m') FROM marts.night_delivery WHERE is_made_up ORDER BY ALL"
    ).fetchall()
    assert found == [("one_stop", "19/11")], "nothing has come from the portal since"


def test_a_night_belongs_to_the_area_of_its_day(build: DuckDBPyConnection) -> None:
    nights(build)
    found = build.execute("SELECT DISTINCT unit_code, unit_from, unit_name_vi FROM marts.night_delivery").fetchall()
    assert found == [("BS5", date(2025, 7, 1), "Cụm 5 xã")]


def test_nights_stand_among_all_deliveries(build: DuckDBPyConnection) -> None:
    expected = nights(build)
    nothing = Inputs(dict.fromkeys(sources(), ()), {}, date(2026, 11, 23))
    for step in steps(nothing, ()):
        if step.name.startswith(("accepted.smas__", "staging.smas__", "accepted.health_", "staging.health_")):
            step.make(build)
    for each in map(
        model,
        (
            "unit_lineage",
            "facility",
            "workbook_delivery",
            "received_delivery",
            "facility_delivery",
            "delivery",
        ),
    ):
        build.execute(f"CREATE TABLE {each.table} AS {each.sql}")
        assert check_mart(build, each) == []
    found = build.execute("SELECT source, strftime(deadline_date, '%d/%m'), state, term FROM marts.delivery").fetchall()
    assert {(source, day): state for source, day, state, _term in found} == expected
    assert all(term is None for *_, term in found)


def test_rows_stand_on_the_day_they_landed_and_none_is_lost(build: DuckDBPyConnection) -> None:
    with landing(build) as landed:
        landed.land([dossier(), dossier(code="H48.151-260105-0002", source_id="id-2", agency_code="H99.999")])
        landed.land([dossier(status_code="6", updated_at="2026-01-06T02:00:00.000+0000")])
        landed.judge()
        build.execute("CREATE TABLE quality.row_exit AS FROM part.row_exit__one_stop__dossier")
        rows = model("landed_row_day")
        build.execute(f"CREATE TABLE {rows.table} AS {rows.sql}")
        assert check_mart(build, rows) == []
        found = build.execute(
            f"SELECT exit, landed_date, unit_code, row_count FROM {rows.table} ORDER BY ALL"
        ).fetchall()
        day = date(2026, 11, 20)
        assert found == [("held", day, "BS5", 1), ("loaded", day, "BS5", 1), ("superseded", day, "BS5", 1)]
        build.execute("DELETE FROM quality.provenance")
        build.execute(f"CREATE OR REPLACE TABLE {rows.table} AS {rows.sql}")
        with pytest.raises(CheckFailed, match="Số bản ghi theo ngày khác"):
            check_mart(build, rows)


def test_what_sources_tell_comes_before_the_marts_and_findings_after() -> None:
    inputs = Inputs(dict.fromkeys(sources(), ()), {}, date(2026, 11, 23))
    order = [step.name for step in steps(inputs, ())]
    marts = [number for number, name in enumerate(order) if name.startswith("marts.") and name != "marts.indicator"]
    assert max(map(order.index, ("landed.pull", "quality.row_exit", "quality.held_row"))) < min(marts)
    assert order.index("quality.finding") > order.index("marts.form_06a")
    assert len(order) == len(set(order))

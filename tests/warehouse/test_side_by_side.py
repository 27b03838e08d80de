"""Steps run side by side as far as they do not wait for each other, and whatever way they fall out build the same."""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterable
from graphlib import TopologicalSorter

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from config import clock
from tests.installation import Installation
from warehouse.cache import Step, bring
from warehouse.horizon import collect
from warehouse.indicator_files import read_indicators
from warehouse.landed import open_build
from warehouse.side_by_side import run_side_by_side
from warehouse.steps import BATCHES, steps

WAIT_S = 20
LONG = 2_000_000_000


class Told:
    """Notes the order in which names run; `does` says what one of them does meanwhile."""

    def __init__(self, **does: Callable[[], object]) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self._does = does

    def __call__(self, cursor: DuckDBPyConnection, name: str) -> None:
        assert cursor.execute("SELECT 1").fetchone() == (1,)
        self.begun.append(name)
        self._does.get(name, lambda: None)()
        self.ended.append(name)


@pytest.fixture(params=[1, 2])
def connection(request: pytest.FixtureRequest) -> Iterable[DuckDBPyConnection]:
    with open_build(":memory:", request.param) as opened:
        yield opened


def test_each_comes_after_what_it_reads_and_else_in_its_order(connection: DuckDBPyConnection) -> None:
    told = Told()
    run_side_by_side(connection, {"d": [], "b": ["d"], "c": ["a"], "a": ["d"], "e": []}, told)
    assert sorted(told.begun) == ["a", "b", "c", "d", "e"] == sorted(told.ended)
    assert told.begun[0] == "d" and told.begun.index("a") < told.begun.index("c")
    if connection.execute("SELECT current_setting('threads')").fetchone() == (1,):
        assert told.begun == ["d", "b", "a", "c", "e"]


def test_two_run_at_once_in_vietnamese_time_each_in_a_transaction_of_its_own() -> None:
    both, zones = threading.Barrier(2), set()

    def run(cursor: DuckDBPyConnection, name: str) -> None:
        zones.add(cursor.execute("SELECT current_setting('TimeZone')").fetchone())
        cursor.begin()
        cursor.execute(f"CREATE TABLE marts.{name} AS SELECT 1 AS a")
        both.wait(WAIT_S)
        cursor.commit() if name == "kept" else cursor.rollback()

    with open_build(":memory:", 2) as connection:
        run_side_by_side(connection, {"kept": [], "undone": []}, run)
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
    assert zones == {("Asia/Ho_Chi_Minh",)} and tables == [("kept",)]


def test_after_a_failure_nothing_is_begun_and_what_runs_may_end() -> None:
    failing = threading.Event()

    def fail() -> None:
        failing.set()
        raise ValueError("the first")

    def end_later() -> None:
        assert failing.wait(WAIT_S)
        time.sleep(0.2)

    told = Told(bad=fail, beside=end_later)
    with open_build(":memory:", 2) as connection, pytest.raises(ValueError, match="the first"):
        run_side_by_side(connection, {"beside": [], "bad": [], "next": [], "last": ["beside"]}, told)
    assert told.begun == ["beside", "bad"] and told.ended == ["beside"]


def test_whoever_interrupts_does_not_wait_for_what_runs(connection: DuckDBPyConnection) -> None:
    ended = []

    def long(cursor: DuckDBPyConnection, name: str) -> None:
        threading.Timer(0.3, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT]).start()
        cursor.execute(f"SELECT count(*) FROM range({LONG}) WHERE hash(range) = 1")
        ended.append(name)

    with pytest.raises(KeyboardInterrupt):
        run_side_by_side(connection, {"long": [], "next": ["long"]}, long)
    assert ended == []


def shuffled(plan: list[Step], draw: random.Random, first: frozenset[str]) -> list[Step]:
    """Another order in which each step comes after those that it names; whoever waits for `first` as late as may be."""
    makers = {table: step.name for step in plan for table in (*step.tables, *step.views)}
    by_name = {step.name: step for step in plan}
    order = TopologicalSorter({each.name: {makers[table] for table in each.reads | each.after} for each in plan})
    order.prepare()
    ordered: list[Step] = []
    ready: list[str] = []
    while order.is_active():
        ready += order.get_ready()
        draw.shuffle(ready)
        ready.sort(key=lambda name: name in first)
        ordered.append(by_name[ready[0]])
        order.done(ready.pop(0))
    return ordered


def test_what_steps_name_is_all_that_they_read(unbuilt: Installation) -> None:
    plan = list(steps(collect(clock.today(), None), read_indicators()[:3]))
    with open_build(":memory:", 2) as connection:
        expected = bring(connection, plan)
    other = shuffled(plan, random.Random(20261126), frozenset({BATCHES, "quality.control_total", "config.today"}))
    assert [each.name for each in other] != [each.name for each in plan]
    with open_build(":memory:", 1) as connection:
        brought = bring(connection, other)
    assert dict(brought.contents) == dict(expected.contents)
    assert sum(content.row_count for _, content in brought.contents) > 1000
    assert set(brought.made) == set(expected.made) and set(brought.warnings) == set(expected.warnings)


def test_a_step_that_meets_a_broken_file_tells_that() -> None:
    """What failed first is the cause; that the other step then finds the file let go is not."""
    broken = threading.Event()

    def spoil() -> None:
        broken.set()
        raise duckdb.IOException("No space left on device")

    def follow() -> None:
        assert broken.wait(WAIT_S)
        time.sleep(0.1)
        raise duckdb.FatalException("database has been invalidated")

    with open_build(":memory:", 2) as connection, pytest.raises(duckdb.IOException, match="No space"):
        run_side_by_side(connection, {"follows": [], "spoils": []}, Told(spoils=spoil, follows=follow))

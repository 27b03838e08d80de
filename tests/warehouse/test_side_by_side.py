"""Steps run side by side as far as they do not wait for each other, and whatever way they fall out build the same."""

import re
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
from warehouse.errors import CheckFailed
from warehouse.horizon import collect
from warehouse.indicator_files import read_indicators
from warehouse.landed import open_build
from warehouse.side_by_side import run_side_by_side
from warehouse.steps import steps
from warehouse.values import indicator_queries

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
    told, after = Told(), {"d": [], "b": ["d"], "c": ["a"], "a": ["d"], "e": []}
    run_side_by_side(connection, after, told)
    assert sorted(told.begun) == sorted(told.ended) == sorted(after)
    assert all(told.begun.index(first) < told.begun.index(name) for name, waits in after.items() for first in waits)
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
    both, failing = threading.Barrier(2), threading.Event()

    def fail() -> None:
        both.wait(WAIT_S)
        failing.set()
        raise duckdb.IOException("No space left on device")

    def end_later() -> None:
        both.wait(WAIT_S)
        assert failing.wait(WAIT_S)
        time.sleep(0.2)
        raise duckdb.FatalException("database has been invalidated")

    told = Told(beside=end_later, bad=fail)
    with open_build(":memory:", 2) as connection, pytest.raises(duckdb.IOException, match="No space"):
        run_side_by_side(connection, {"beside": [], "bad": [], "next": [], "last": ["beside"]}, told)
    assert sorted(told.begun) == ["bad", "beside"]


def test_the_refusal_that_comes_first_is_told_on_any_number_of_threads(connection: DuckDBPyConnection) -> None:
    def refuse(source: str | None, after_s: float) -> Callable[[], object]:
        def told() -> None:
            time.sleep(after_s)
            raise CheckFailed("a check", source)

        return told

    # The second ends first, and a third before both is ready only when the slow one has ended.
    told = Told(slow=lambda: time.sleep(0.2), first=refuse("one_stop", 0.1), second=refuse(None, 0.0))
    waits = {"slow": [], "first": ["slow"], "second": [], "third": [], "last": ["third"]}
    with pytest.raises(CheckFailed) as refused:
        run_side_by_side(connection, waits, told)
    assert refused.value.source == "one_stop" and "third" not in told.begun and "last" not in told.begun


@pytest.mark.parametrize("statements", [1, 100])
def test_whoever_interrupts_does_not_wait_for_what_runs(connection: DuckDBPyConnection, statements: int) -> None:
    ended = []

    def long(cursor: DuckDBPyConnection, name: str) -> None:
        threading.Timer(0.3, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT]).start()
        for _ in range(statements):
            time.sleep(0.05 if statements > 1 else 0)
            cursor.execute(f"SELECT count(*) FROM range({LONG // statements}) WHERE hash(range) = 1")
        ended.append(name)

    with pytest.raises(KeyboardInterrupt):
        run_side_by_side(connection, {"long": [], "next": ["long"]}, long)
    assert ended == []


def turned_round(plan: list[Step]) -> list[Step]:
    """The plan from its end: each step as late as those that name it allow, the first ones last of all."""
    makers = {table: step.name for step in plan for table in (*step.tables, *step.views)}
    place = {step.name: number for number, step in enumerate(plan)}
    before = TopologicalSorter[str]()
    for step in plan:
        before.add(step.name)
        for table in step.reads | step.after:
            before.add(makers[table], step.name)
    before.prepare()
    ordered: list[Step] = []
    ready: list[str] = []
    while before.is_active():
        ready = sorted((*ready, *before.get_ready()), key=place.__getitem__, reverse=True)
        ordered.append(plan[place[ready[-1]]])
        before.done(ready.pop())
    return ordered[::-1]


def test_what_steps_name_is_all_that_they_read(unbuilt: Installation) -> None:
    plan = list(steps(collect(clock.today(), None), read_indicators()[:1]))
    other = turned_round(plan)
    assert [each.name for each in other] != [each.name for each in plan]
    with open_build(":memory:", 1) as connection:
        brought = bring(connection, other)
    with open_build(":memory:", 2) as connection:
        expected = bring(connection, plan)
    assert set(brought.made) == {step.name for step in plan} and set(brought.warnings) == set(expected.warnings)
    assert dict(brought.contents) == dict(expected.contents)
    assert sum(content.row_count for _, content in brought.contents) > 1000


def test_what_indicators_name_is_all_that_they_read() -> None:
    for asked in indicator_queries(read_indicators()):
        read = set(re.findall(r"\b(?:config|staging|marts|quality)\.\w+", f"{asked.sql} {asked.parts_sql}"))
        assert read and read <= asked.reads, asked.indicator

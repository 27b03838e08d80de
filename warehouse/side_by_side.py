"""Runs what does not wait for each other side by side: one statement at a time leaves part of a machine idle."""

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from queue import SimpleQueue

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import WarehouseError

AGAIN_S = 0.1
"""How soon a step is interrupted again that was between two statements."""


def run_side_by_side(
    connection: DuckDBPyConnection,
    after: Mapping[str, Collection[str]],
    run: Callable[[DuckDBPyConnection, str], None],
) -> None:
    """Run each name of `after`, {name: names before it that it waits for}, on as many threads as `connection` has.

    `run` is given a cursor of `connection`, for its own use until it ends. Of those that may be next, the first in the
    order of `after` is. Where `run` refuses (`WarehouseError`), those before it in that order are still run, and the
    first refusal is raised, as if one ran after the other. After any other failure nothing is begun; what ended with
    it first is raised when those beside it have ended.
    """
    (workers,) = connection.execute("SELECT current_setting('threads')").fetchone() or (1,)
    begun: list[Future[None]] = []
    with ExitStack() as opened, ThreadPoolExecutor(workers) as pool:
        cursors = [opened.enter_context(connection.cursor()) for _ in range(workers)]

        def begin(cursor: DuckDBPyConnection, name: str) -> Future[None]:
            begun.append(pool.submit(run, cursor, name))
            return begun[-1]

        try:
            failure = _run_in_order(after, cursors, begin)
        except BaseException:  # somebody interrupts the build, and shall not wait for what runs
            while wait(begun, AGAIN_S).not_done:
                _interrupt(cursors)
            raise
    if failure is not None:
        raise failure


def _interrupt(cursors: Iterable[DuckDBPyConnection]) -> None:
    for cursor in cursors:
        with suppress(duckdb.ConnectionException):  # given up by the step that had it
            cursor.interrupt()


def _run_in_order(
    after: Mapping[str, Collection[str]],
    cursors: Iterable[DuckDBPyConnection],
    begin: Callable[[DuckDBPyConnection, str], Future[None]],
) -> BaseException | None:
    """Begin each name as soon as it may and a cursor is free; the failure that is to be raised, if there is any."""
    names, order, free = list(after), TopologicalSorter(after), list(cursors)
    place = {name: number for number, name in enumerate(names)}
    waiting, refused = list[int](), dict[int, WarehouseError]()
    running: dict[Future[None], tuple[DuckDBPyConnection, int]] = {}
    ended: SimpleQueue[Future[None]] = SimpleQueue()
    order.prepare()
    while True:
        for name in order.get_ready():
            heappush(waiting, place[name])
        while free and waiting and waiting[0] < min(refused, default=len(names)):
            cursor, number = free.pop(), heappop(waiting)
            running[begun := begin(cursor, names[number])] = cursor, number
            begun.add_done_callback(ended.put)
        if not running:
            return refused[min(refused)] if refused else None
        done = ended.get()
        cursor, number = running.pop(done)
        free.append(cursor)
        if (failure := done.exception()) is None:
            order.done(names[number])
        elif isinstance(failure, WarehouseError):
            refused[number] = failure
        else:
            return failure

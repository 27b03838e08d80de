"""Runs what does not wait for each other side by side: one statement at a time leaves part of a machine idle."""

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from queue import SimpleQueue

from duckdb import DuckDBPyConnection


def run_side_by_side(
    connection: DuckDBPyConnection,
    after: Mapping[str, Collection[str]],
    run: Callable[[DuckDBPyConnection, str], None],
) -> None:
    """Run each name of `after`, {name: names that come before it}, as many at a time as `connection` has threads.

    `run` is given a cursor of `connection`, for its own use until it ends. Of those that may be next, the first in the
    order of `after` is. Nothing is begun after a failure; what failed first is raised when those beside it have ended.
    """
    (workers,) = connection.execute("SELECT current_setting('threads')").fetchone() or (1,)
    cursors = [connection.cursor() for _ in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        try:
            failure = _run_in_order(after, cursors, lambda cursor, name: pool.submit(run, cursor, name))
        except BaseException:  # somebody interrupts the build, and shall not wait for what runs
            for cursor in cursors:
                cursor.interrupt()
            raise
    for cursor in cursors:
        cursor.close()
    if failure is not None:
        raise failure


def _run_in_order(
    after: Mapping[str, Collection[str]],
    cursors: Iterable[DuckDBPyConnection],
    begin: Callable[[DuckDBPyConnection, str], Future[None]],
) -> BaseException | None:
    """Begin each name as soon as it may and a cursor is free; what failed first, if any did."""
    names, order, free = list(after), TopologicalSorter(after), list(cursors)
    place = {name: number for number, name in enumerate(names)}
    waiting: list[int] = []
    running: dict[Future[None], tuple[DuckDBPyConnection, str]] = {}
    ended: SimpleQueue[Future[None]] = SimpleQueue()
    order.prepare()
    while order.is_active():
        for name in order.get_ready():
            heappush(waiting, place[name])
        while free and waiting:
            cursor, name = free.pop(), names[heappop(waiting)]
            begun = begin(cursor, name)
            running[begun] = cursor, name
            begun.add_done_callback(ended.put)
        done = ended.get()
        if (failure := done.exception()) is not None:
            return failure
        cursor, name = running.pop(done)
        free.append(cursor)
        order.done(name)
    return None

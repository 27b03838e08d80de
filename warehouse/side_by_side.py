"""Runs what does not wait for each other side by side: one statement at a time leaves part of a machine idle."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from graphlib import TopologicalSorter
from queue import PriorityQueue, SimpleQueue

from duckdb import DuckDBPyConnection

Run = Callable[[DuckDBPyConnection, str], None]
Ready = PriorityQueue[tuple[int, str]]
Ended = SimpleQueue[tuple[str, BaseException | None]]

# Comes before whatever is ready.
STOP = (-1, "")


def run_side_by_side(connection: DuckDBPyConnection, after: Mapping[str, Collection[str]], run: Run) -> None:
    """Run each name of `after`, {name: names that come before it}, as many at a time as `connection` has threads.

    `run` is given a cursor of `connection`, for its own use until it ends. Of those that may be next, the first in the
    order of `after` is. Nothing is begun after a failure; what failed first is raised when those beside it have ended.
    """
    order, place = TopologicalSorter(after), {name: number for number, name in enumerate(after)}
    order.prepare()
    ready: Ready = PriorityQueue()
    ended: Ended = SimpleQueue()
    failure: BaseException | None = None
    (workers,) = connection.execute("SELECT current_setting('threads')").fetchone() or (1,)
    cursors = [connection.cursor() for _ in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        for cursor in cursors:
            pool.submit(_work, cursor, run, ready, ended)
        try:
            while failure is None and order.is_active():
                for name in order.get_ready():
                    ready.put((place[name], name))
                name, failure = ended.get()
                order.done(name)
        except BaseException:  # somebody interrupts the build, and shall not wait for what runs
            for cursor in cursors:
                cursor.interrupt()
            raise
        finally:
            for _ in cursors:
                ready.put(STOP)
    if failure is not None:
        raise failure


def _work(cursor: DuckDBPyConnection, run: Run, ready: Ready, ended: Ended) -> None:
    with cursor:
        while (task := ready.get()) is not STOP:
            try:
                run(cursor, task[1])
            except BaseException as failure:  # raised by the thread that waits for all
                ended.put((task[1], failure))
            else:
                ended.put((task[1], None))

"""The screens of an installation as `ioc up` runs them, a builder beside them, and the queries behind a view."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
import psutil  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient

from config import clock
from config.places import places
from config.settings import child_environment, settings
from connectors.kit.landing import manifests
from ioc import web
from ioc.processes import start, stop
from tests.bench.clients import Asked
from tests.installation import Installation
from warehouse import reader

START_S = 120.0
# What reader._answer is given for a query: file, name, text, scope, parameters.
ASKED = 5


@dataclass(frozen=True)
class Served:
    """Where the two servers answer."""

    pages_port: int
    wall_port: int
    leaders: tuple[int, ...] = ()

    def address(self, path: str) -> str:
        """The whole address of a page or of the wall."""
        return f"http://127.0.0.1:{self.wall_port if path.startswith('/wall') else self.pages_port}{path}"

    def processor_s(self) -> float:
        """Seconds of processor that the servers have used so far, which a busy machine does not change."""
        workers = [each for leader in self.leaders for each in psutil.Process(leader).children(recursive=True)]
        return float(sum(each.cpu_times().user + each.cpu_times().system for each in workers))


@dataclass
class Builds:
    """What the builder beside the servers came to."""

    published: int = 0
    failed: int = 0


@contextmanager
def serving(installation: Installation) -> Iterator[Served]:
    """Both servers, two workers of four threads each, until the end of the block."""
    pages, wall = free_ports(2)
    installation.patch.setenv("IOC_PORTS__PAGES", str(pages))
    installation.patch.setenv("IOC_PORTS__WALL", str(wall))
    settings.cache_clear()
    leaders = tuple(start(part).pid for part in web.parts())
    try:
        _wait_until(web.is_warm)
        yield Served(pages, wall, leaders)
    finally:
        stop(leaders)


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens at."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait_until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + START_S
    while not is_so():
        assert time.monotonic() < give_up, "the servers do not answer"
        time.sleep(0.2)


@contextmanager
def building(installation: Installation) -> Iterator[Builds]:
    """`ioc build` again and again in another process, each time with a batch less or more, until the block's end.

    The block ends when its work is done; a build under way is let finish, so that at least one is whole.
    """
    builds, ended = Builds(), threading.Event()
    builder = threading.Thread(target=_build_until, args=(ended, builds, installation))
    builder.start()
    try:
        yield builds
    finally:
        ended.set()
        builder.join()


def _build_until(ended: threading.Event, builds: Builds, installation: Installation) -> None:
    newest = [each for each in manifests(places().landing, "one_stop") if each.stream == "dossier"][-1].folder
    aside, instant = installation.home / "aside", clock.now()
    while not ended.is_set():
        shutil.move(*((str(aside), newest) if aside.exists() else (str(newest), aside)))
        # Each build is a minute later, so that each snapshot has a name of its own.
        instant += timedelta(minutes=1)
        environment = child_environment({"IOC_CLOCK": instant.isoformat()})
        command = [sys.executable, "-m", "ioc", "build"]
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
            builds.failed += 1
        else:
            builds.published += 1
    if aside.exists():
        shutil.move(str(aside), newest)


def timed_queries(client: FlaskClient, asked: Sequence[Asked], repeats: int) -> dict[str, list[float]]:
    """{name of a query: milliseconds of each run}, of all that a view asks, each asked again `repeats` times.

    Timed beneath the answers that the reader keeps.
    """
    given: dict[tuple[str, str], tuple[Any, ...]] = {}
    answer = reader._answer

    def noted(*query: Any) -> pd.DataFrame:
        path, name, text, scope, params = query[:ASKED]
        given[name, f"{text}{params}"] = (path, name, text, scope, params)
        return answer(*query)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_answer", noted)
        # In a thread of its own: Playwright's event loop runs in this one, and Dash would start another.
        with ThreadPoolExecutor(1) as thread:
            for each in asked:
                thread.submit(_open, client, each).result()
    spent = defaultdict[str, list[float]](list)
    for path, name, text, scope, params in given.values():
        for _repeat in range(repeats):
            began = time.perf_counter()
            answer(path, name, text, scope, params, True)
            spent[name].append((time.perf_counter() - began) * 1000)
    return spent


def _open(client: FlaskClient, asked: Asked) -> None:
    client.open(asked.path, method=asked.method, data=asked.body, content_type="application/json")

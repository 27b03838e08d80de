"""Runs a pull, a compaction or a build in a process of its own that is killed after a given part of its work.

Run as a program by `Killer`: imports are paid once, each order is forked. What is measured is the processor time that
the run itself took, so that an instant is the same one on a busy machine, and lies inside a call of DuckDB as easily as
between two of ours. The kernel ends the process at once: the signal has no handler, like that of `kill -9`.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import settings as settings_module
from config.settings import PROJECT, child_environment
from connectors.kit import runner
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators

ACTIONS: dict[str, Callable[[], object]] = {
    "pull": lambda: runner.pull("one_stop"),
    "compact": lambda: runner.compact("one_stop"),
    "build": build_module.build,
}
LIMIT = "limit"


@dataclass(frozen=True)
class Run:
    """How a run ended: `code` as `os.waitstatus_to_exitcode` gives it, and the processor seconds it took."""

    code: int
    seconds: float
    said: str

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGPROF


class Killer:
    """Orders runs from a process that forks them."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, action: str, *, kill_after: float = 0, largest_file: int = 0) -> Run:
        """Run an action in this test's IOC_HOME; killed after so many processor seconds, 0 for never.

        `largest_file`: no file may grow beyond so many bytes, as on a disk that is full; 0 for no limit.
        """
        environment = {name: text for name, text in child_environment({}).items() if name.startswith("IOC_")}
        order = {"action": action, "kill_after": kill_after, LIMIT: largest_file, "environment": environment}
        assert self._process.stdin and self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return Run(**json.loads(self._process.stdout.readline()))


@contextmanager
def killer() -> Iterator[Killer]:
    """A process that runs and kills."""
    command = [sys.executable, "-m", "tests.faults.killed"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=child_environment({}), **pipes) as process:
        assert process.stdin
        yield Killer(process)
        process.stdin.close()


def serve() -> None:
    """Until the input ends: fork a run for each line, and print how it ended."""
    # One indicator only, as in tests/warehouse/conftest.py.
    setattr(build_module, "read_indicators", lambda: read_indicators()[:1])  # noqa: B010
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _run(order, writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        _, status, used = os.wait4(child, 0)
        ended = Run(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, said)
        print(json.dumps(vars(ended)), flush=True)


def _run(order: dict[str, Any], writing: int) -> None:
    os.environ.update(order["environment"])
    settings_module.ENV_FILE = Path("no.env")
    settings_module.Settings.model_config["env_file"] = None
    settings_module.settings.cache_clear()
    if order[LIMIT]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order[LIMIT], order[LIMIT]))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, order["kill_after"])
    try:
        ACTIONS[order["action"]]()
    except Exception as error:  # the rim of the forked run: its name is what the test asks for
        os.write(writing, f"{type(error).__name__}: {error}".encode())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    serve()

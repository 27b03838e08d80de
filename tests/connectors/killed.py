"""Runs upkeep in processes of their own that kill themselves right before a given change to the file system.

Run as a program by `Killer`: imports are paid once, each order is forked. Changes are counted rather than timed, so
that the same number is the same instant on every machine, and every instant that matters can be tried.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import settings as settings_module
from config.settings import PROJECT, child_environment
from connectors.kit import rotation, runner

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link")
NEVER = 1 << 60


@dataclass(frozen=True)
class Run:
    """How a run ended: `code` as `os.waitstatus_to_exitcode` gives it, and how many changes it began."""

    code: int
    changes: int


class Killer:
    """Orders runs from a process that forks them."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, action: str, *arguments: str, before_change: int = NEVER) -> Run:
        """Run `compact`, `retain`, `erase` or `rotate` in this test's IOC_HOME; it dies before its n-th change."""
        environment = {name: text for name, text in child_environment({}).items() if name.startswith("IOC_")}
        order = {"action": action, "arguments": arguments, "last": before_change, "environment": environment}
        assert self._process.stdin and self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return Run(**json.loads(self._process.stdout.readline()))


@contextmanager
def killer() -> Iterator[Killer]:
    """A process that runs and kills."""
    command = [sys.executable, "-m", "tests.connectors.killed"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=child_environment({}), **pipes) as process:
        assert process.stdin
        yield Killer(process)
        process.stdin.close()


def serve() -> None:
    """Until the input ends: fork a run for each line, and print how it ended."""
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _run(order, writing)
        os.close(writing)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with os.fdopen(reading) as pipe:
            told = pipe.read()
        print(json.dumps({"code": code, "changes": len(told)}), flush=True)


def _run(order: dict[str, Any], writing: int) -> None:
    os.environ.update(order["environment"])
    settings_module.ENV_FILE = Path("no.env")
    settings_module.Settings.model_config["env_file"] = None
    settings_module.settings.cache_clear()
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        is_change = event in CHANGES or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if is_change:
            count += 1
            if count == order["last"]:
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(writing, b".")

    sys.addaudithook(hook)
    action = rotation.rotate_keys if order["action"] == "rotate" else getattr(runner, order["action"])
    try:
        action(*order["arguments"])
    finally:
        sys.stderr.flush()
        os._exit(1 if sys.exc_info()[0] else 0)


if __name__ == "__main__":
    serve()

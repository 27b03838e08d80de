"""`ioc up` as a process of its own: its environment on free ports, everything it started, and its Airflow's API."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from config import settings as settings_module
from config.places import Places
from config.settings import PROJECT
from ioc import nights, processes
from ioc.airflow_api import Api
from ioc.prologue import Past
from sandbox.health import HealthFolder
from sandbox.health.folder import REACHED

PORTS = ("PAGES", "WALL", "SANDBOX", "AIRFLOW")
STOP_SECONDS = 40


@dataclass(frozen=True)
class Running:
    """A running `ioc up`, and what it said until then."""

    process: subprocess.Popen[str]
    said: str


def environment_for(folder: Path, **sandbox: object) -> dict[str, str]:
    """The environment of an installation below `folder`; `sandbox` are its settings, such as SCALE=0.006.

    SPT_NOENV keeps the environment readable of processes that change their title, so that each can be found.
    """
    servers = {name: socket.create_server(("127.0.0.1", 0)) for name in PORTS}
    ports = {f"IOC_PORTS__{name}": str(server.getsockname()[1]) for name, server in servers.items()}
    for server in servers.values():
        server.close()
    given = {name: text for name, text in os.environ.items() if not name.startswith(("IOC_", "AIRFLOW"))}
    district = {f"IOC_SANDBOX__{name}": str(value) for name, value in sandbox.items()}
    places = {"IOC_HOME": str(folder / "data"), "IOC_KEY_FILE": str(folder / "keys.json"), "PYTHONPATH": str(PROJECT)}
    return given | ports | district | places | {"SPT_NOENV": "1"}


@contextmanager
def up(environment: dict[str, str], until: str) -> Iterator[Running]:
    """`ioc up`, from a folder that is not the project's, once it has said a line that begins with `until`.

    Whatever the installation runs is gone at the end of the block.
    """
    folder = Path(environment["IOC_HOME"]).parent
    command = [sys.executable, "-m", "ioc", "up"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith(until):
                break
        assert said and said[-1].startswith(until), f"exit {process.poll()}\n{''.join(said)}"
        yield Running(process, "".join(said))
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        processes.stop([each.pid for each in ours(environment)], grace_seconds=1)


def let_facilities_begin(home: Places, instant: datetime) -> None:
    """Let the invented facilities of a data folder have sent nothing before `instant`.

    They send a file a day each, in whatever scale: two years of them take minutes to land.
    """
    folder = home.sandbox_stores / HealthFolder.source_id
    folder.mkdir(parents=True)
    (folder / REACHED).write_text(str(int(instant.timestamp())))


def ours(environment: dict[str, str]) -> list[psutil.Process]:
    """Every process that runs with this installation's IOC_HOME."""
    return [process for process in psutil.process_iter() if _home(process) == environment["IOC_HOME"]]


def airflow(environment: dict[str, str]) -> Api:
    """The API of the Airflow that runs there."""
    kept = json.loads((Path(environment["IOC_HOME"]) / "airflow" / "secrets.json").read_text(encoding="utf-8"))
    return Api(f"http://127.0.0.1:{environment['IOC_PORTS__AIRFLOW']}", "admin", kept["password"])


def run(pasts: Sequence[Past]) -> None:
    """What the child processes that land the past do, in this one."""
    assert pasts
    for past in pasts:
        assert past.part.command[2:4] == ("ioc", "prologue") and past.part.command[6:] == past.source_ids
        with pytest.MonkeyPatch.context() as patch:
            for name, value in past.part.environment.items():
                patch.setenv(name, value)
            settings_module.settings.cache_clear()
            nights.land_nights(past.source_ids)
    settings_module.settings.cache_clear()


def _home(process: psutil.Process) -> str | None:
    try:
        return None if process.status() == psutil.STATUS_ZOMBIE else process.environ().get("IOC_HOME")
    except psutil.Error:
        return None

"""`ioc up` itself, with the real Airflow and a tiny district, called from a folder that is not the project's."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from config.settings import PROJECT
from ioc import processes

LONGEST_SECONDS = 180
PORTS = ("PAGES", "WALL", "SANDBOX", "AIRFLOW")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up")


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    servers = {name: socket.create_server(("127.0.0.1", 0)) for name in PORTS}
    free = {name: server.getsockname()[1] for name, server in servers.items()}
    for server in servers.values():
        server.close()
    return free


@pytest.fixture(scope="module")
def environment(folder: Path, ports: dict[str, int]) -> Iterator[dict[str, str]]:
    """SPT_NOENV keeps the environment readable of processes that change their title, so that each can be found."""
    given = {name: text for name, text in os.environ.items() if not name.startswith(("IOC_", "AIRFLOW"))}
    yield (
        given
        | {f"IOC_PORTS__{name}": str(port) for name, port in ports.items()}
        | {
            "IOC_HOME": str(folder / "data"),
            "IOC_KEY_FILE": str(folder / "keys.json"),
            "IOC_SANDBOX__SCALE": "0.006",
            "PYTHONPATH": str(PROJECT),
            "SPT_NOENV": "1",
        }
    )
    processes.stop([process.pid for process in _ours(folder)], grace_seconds=1)


def _ours(folder: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _home(process) == str(folder / "data")]


def _home(process: psutil.Process) -> str | None:
    try:
        return None if process.status() == psutil.STATUS_ZOMBIE else process.environ().get("IOC_HOME")
    except psutil.Error:
        return None


def test_up_once_publishes_through_airflow_and_leaves_nothing_running(
    folder: Path, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "ioc", "up", "--once"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    pointer = json.loads((folder / "data" / "warehouse" / "current.json").read_text())
    assert (folder / "data" / "warehouse" / pointer["file"]).exists()
    assert list((folder / "data" / "airflow" / "logs").glob("dag_id=ingest__one_stop/**/*.log")), "Airflow pulled"
    assert list((folder / "data" / "airflow" / "logs").glob("dag_id=rebuild/run_id=asset_triggered*/**/*.log"))
    assert _ours(folder) == []

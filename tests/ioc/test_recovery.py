"""A scheduler killed in the middle of a pull: the pull is tried again and over within a minute, by itself."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from config.outcomes import read_outcomes
from ioc.airflow_api import Api, Run
from tests.ioc.started import airflow, environment_for, up

MOST_SECONDS = 60.0
# Longer than all else here: the pull that waits for its end does not get there.
FAULT = {"kind": "too_many_requests", "retry_after_s": 50}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    environment = environment_for(tmp_path_factory.mktemp("recovery"), SCALE=0.006, PROLOGUE=0)
    with up(environment, until="Đang chạy"):
        yield environment


@pytest.mark.faults
def test_a_pull_whose_scheduler_was_killed_is_over_within_a_minute(running: dict[str, str]) -> None:
    _plant(int(running["IOC_PORTS__SANDBOX"]))
    api = airflow(running)
    run = api.trigger("ingest__one_stop", {})
    _wait(lambda: _pulls(running)[-1] == "started", "the pull to start")
    scheduler = _scheduler(running)
    os.kill(scheduler, signal.SIGKILL)
    killed = time.monotonic()
    _wait(lambda: _ended(api, run), "the run to end")
    seconds = time.monotonic() - killed
    print(f"\nscheduler killed in mid-pull: tried again and over after {seconds:.0f} s")
    assert api.run(run).state == "success"
    assert _scheduler(running) != scheduler
    assert {task.task_id: task.attempt for task in api.tasks(run)}["pull"] >= 2
    assert _pulls(running)[-1] == "ok" and _pulls(running)[-2] in ("failed", "crashed")
    assert seconds < MOST_SECONDS


def _plant(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/admin/faults", json.dumps(FAULT))
    assert connection.getresponse().status == 200


def _scheduler(environment: dict[str, str]) -> int:
    recorded = json.loads((Path(environment["IOC_HOME"]) / "locks" / "up.json").read_text(encoding="utf-8"))
    return int(recorded["airflow-scheduler"]["process"])


def _pulls(environment: dict[str, str]) -> list[str]:
    return [each.state for each in read_outcomes(Path(environment["IOC_HOME"]) / "outcomes" / "one_stop")]


def _ended(api: Api, run: Run) -> bool:
    return api.run(run).has_ended


def _wait(is_so: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 3 * MOST_SECONDS
    while not is_so():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.25)

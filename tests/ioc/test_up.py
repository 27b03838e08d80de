"""`ioc up` itself, with the real Airflow and a tiny district, called from a folder that is not the project's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from config.outcomes import read_outcomes
from connectors.kit.landing import manifests
from ioc import processes
from tests.ioc.started import environment_for, ours

# tests/journey asks the same of `ioc up`; what `--once` adds to it is in test_supervisor.py.
pytestmark = pytest.mark.slow

LONGEST_SECONDS = 180


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A tiny district whose demo begins with one night. The facilities' folder is a real one, and empty: the invented
    one refuses its password at this hour, and has thousands of files in the smallest district.
    """
    folder = tmp_path_factory.mktemp("up")
    (folder / "facilities").mkdir()
    given = environment_for(folder, SCALE=0.006, PROLOGUE=1)
    given["IOC_HEALTH_RECORD__URL"] = str(folder / "facilities")
    yield given
    processes.stop([process.pid for process in ours(given)], grace_seconds=1)


def test_up_once_publishes_through_airflow_and_leaves_nothing_running(environment: dict[str, str]) -> None:
    home = Path(environment["IOC_HOME"])
    done = subprocess.run(
        [sys.executable, "-m", "ioc", "up", "--once"],
        cwd=home.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    pointer = json.loads((home / "warehouse" / "current.json").read_text())
    assert (home / "warehouse" / pointer["file"]).exists()
    assert list((home / "airflow" / "logs").glob("dag_id=ingest__one_stop/**/*.log")), "Airflow pulled"
    assert list((home / "airflow" / "logs").glob("dag_id=rebuild/run_id=asset_triggered*/**/*.log"))
    assert "✓ Các đêm trước của huyện mô phỏng" in done.stdout
    night = datetime.fromisoformat("2026-11-22T01:00:00+07:00")
    assert manifests(home / "landing", "one_stop")[0].landed_at == night
    pulls = [each.started_at for each in read_outcomes(home / "outcomes" / "one_stop")]
    assert pulls[0] == night and pulls[1].hour == 7, "the last night is Airflow's"
    assert ours(environment) == []

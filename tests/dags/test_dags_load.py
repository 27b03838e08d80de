"""The DAG folder as Airflow itself reads it: in a process of its own, under the environment `ioc up` gives.

It works from another folder, so that nothing succeeds only because the tests stand in the project.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.settings import PROJECT, child_environment, settings
from connectors.kit.registry import sources
from ioc import embedded_airflow

LOADER = Path(__file__).with_name("load_dags.py")


def _loaded(folder: Path, working_folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(LOADER), str(folder)],
        env=child_environment(embedded_airflow.environment()),
        cwd=working_folder,
        capture_output=True,
        text=True,
        check=True,
    )
    read: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return read


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Airflow reads, once for all tests of this file."""
    folder = tmp_path_factory.mktemp("dags")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOC_HOME", str(folder / "data"))
        settings.cache_clear()
        embedded_airflow.kept_secrets.cache_clear()
        found = _loaded(PROJECT / "dags", folder)
    settings.cache_clear()
    embedded_airflow.kept_secrets.cache_clear()
    return found


def test_every_source_has_its_dag_and_nothing_fails_to_load(loaded: dict[str, Any]) -> None:
    assert loaded["errors"] == {}
    assert set(loaded["dags"]) == {"rebuild", "maintenance", *(f"ingest__{source_id}" for source_id in sources())}


def test_a_dag_that_imports_what_is_not_there_is_found(home: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("from airflow.sdk import DAG\nimport no_such_package\n")
    errors = _loaded(tmp_path, tmp_path)["errors"]
    assert "no_such_package" in next(iter(errors.values()))


def test_no_dag_runs_twice_at_once_or_for_the_past(loaded: dict[str, Any]) -> None:
    for dag in loaded["dags"].values():
        assert dag["max_active_runs"] == 1
        assert dag["catchup"] is False
        assert dag["timezone"] == "Asia/Ho_Chi_Minh"
        assert len(dag["tasks"]) <= 5


@pytest.mark.parametrize("source_id", sources())
def test_a_source_is_scheduled_and_owned_as_it_declares(loaded: dict[str, Any], source_id: str) -> None:
    dag, source = loaded["dags"][f"ingest__{source_id}"], sources()[source_id]
    declared = (source.schedule.nightly, source.schedule.office, source.schedule.sandbox)
    assert dag["crons"] == [cron for cron in declared if cron]
    assert dag["owners"] == [source.owner]
    assert source.title_vi in dag["guide"]


@pytest.mark.parametrize("source_id", sources())
def test_what_landed_is_announced_also_after_a_failed_pull(loaded: dict[str, Any], source_id: str) -> None:
    dag = loaded["dags"][f"ingest__{source_id}"]
    assert dag["outlets"] == {"announce_landed": [f"landed/{source_id}"]}
    assert dag["teardowns"] == ["announce_landed"], "only a teardown runs after a failure without hiding it"


@pytest.mark.parametrize("source_id", sources())
def test_a_pull_is_tried_again_soon_and_then_less_and_less_often(loaded: dict[str, Any], source_id: str) -> None:
    waits = loaded["dags"][f"ingest__{source_id}"]["waits"]["pull"]
    assert waits == [5, 15, 45, 135], "the first within what a killed scheduler may cost, the last before the next hour"
    assert loaded["dags"]["rebuild"]["waits"]["build"] == [10]


def test_the_build_is_woken_by_assets_and_by_the_clock(loaded: dict[str, Any]) -> None:
    assert loaded["dags"]["rebuild"]["schedule"] == "AssetOrTimeSchedule"


def test_every_dag_has_a_guide_for_the_operator(loaded: dict[str, Any]) -> None:
    for dag in loaded["dags"].values():
        assert all(f"`{task}`" in dag["guide"] for task in dag["tasks"])

"""The chain against an Airflow played by a script: what is waited for, what is told, how it ends."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from config.outcomes import begin, finish
from ioc import chain as chain_module
from ioc.airflow_api import Run, TaskState
from ioc.chain import Chain
from ioc.errors import AirflowRefused, AirflowUnavailable, Exit
from ioc.progress import Display

BEGAN = datetime(2026, 11, 23, 1, tzinfo=UTC)


class PlayedAirflow:
    """Runs end on the second look; `ends` gives {dag id: (state, what happens meanwhile)}."""

    def __init__(self, ends: dict[str, tuple[str, Callable[[], Any]]], *, announces: bool = True) -> None:
        self.ends, self.announces = ends, announces
        self.triggered: list[tuple[str, Any]] = []
        self.given_up: list[str] = []
        self.looks: dict[str, int] = {}
        self.open: list[Run] = []
        self.paused: frozenset[str] = frozenset()
        self.forgets = False

    def dag_ids(self) -> frozenset[str]:
        return frozenset({*self.ends, "maintenance"})

    def paused_dags(self) -> frozenset[str]:
        return self.paused

    def import_errors(self) -> list[str]:
        return ["ingest.py: NameError: x"]

    def trigger(self, dag_id: str, settings: Any) -> Run:
        self.triggered.append((dag_id, settings))
        return Run(dag_id, f"{dag_id}-run", "queued", None)

    def run(self, run: Run) -> Run:
        self.looks[run.run_id] = self.looks.get(run.run_id, 0) + 1
        state, happens = self.ends[run.dag_id]
        if self.looks[run.run_id] < 2:
            return Run(run.dag_id, run.run_id, "running", BEGAN)
        happens()
        return Run(run.dag_id, run.run_id, "running" if state == "up_for_retry" else state, BEGAN)

    def tasks(self, run: Run) -> list[TaskState]:
        waits = self.ends[run.dag_id][0] == "up_for_retry" and self.looks.get(run.run_id, 0) >= 2
        return [TaskState("pull", "up_for_retry" if waits else "running", 1)]

    def woken(self, run: Run) -> list[Run] | None:
        if not self.announces:
            return None
        if self.forgets:
            return []
        self.looks["woken"] = self.looks.get("woken", 0) + 1
        return [] if self.looks["woken"] < 2 else [Run("rebuild", "asset-run", "queued", None)]

    def open_runs(self) -> list[Run]:
        return self.open

    def give_up(self, run: Run) -> None:
        self.given_up.append(run.run_id)


def _chain(airflow: PlayedAirflow, display: Display) -> Chain:
    return Chain(airflow, display, lambda seconds: None)  # type: ignore[arg-type]


def _publish(home: Path, held: dict[str, list[str]] | None = None) -> None:
    (home / "warehouse").mkdir(parents=True, exist_ok=True)
    (home / "warehouse" / "current.json").write_text(json.dumps({"id": "ioc-1", "held_batches": held or {}}))


def _outcome(source: str, state: Any, sentence: str | None = None) -> Callable[[], None]:
    def write() -> None:
        finish(begin(source, "build" if source == "build" else "pull"), state, sentence_vi=sentence)

    return write


def test_all_published_ends_with_0(home: Path, display: Display) -> None:
    airflow = PlayedAirflow(
        {"ingest__one_stop": ("success", _outcome("one_stop", "ok")), "rebuild": ("success", lambda: _publish(home))}
    )
    ending = _chain(airflow, display).run(["one_stop"], retry=False)
    assert ending.status() is Exit.PUBLISHED
    assert airflow.triggered == [("ingest__one_stop", {"retry": False})], "the build is woken, not triggered"


def test_a_build_is_triggered_where_nothing_landed(home: Path, display: Display) -> None:
    airflow = PlayedAirflow(
        {"ingest__one_stop": ("success", _outcome("one_stop", "ok")), "rebuild": ("success", lambda: _publish(home))},
        announces=False,
    )
    _chain(airflow, display).run(["one_stop"], retry=False)
    assert [dag_id for dag_id, _ in airflow.triggered] == ["ingest__one_stop", "rebuild"]


def test_one_build_is_triggered_where_airflow_forgot_to_wake_it(
    home: Path, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two landings of one source beside a running build: of the second Airflow keeps the event and starts no run."""
    monkeypatch.setattr(chain_module, "PATIENCE_SECONDS", 0.05)
    sources = ("one_stop", "satisfaction")
    ends = {f"ingest__{source}": ("success", _outcome(source, "ok")) for source in sources}
    airflow = PlayedAirflow({**ends, "rebuild": ("success", lambda: _publish(home))})
    airflow.forgets = True
    assert _chain(airflow, display).run(sources, retry=True).status() is Exit.PUBLISHED
    assert [dag_id for dag_id, _ in airflow.triggered] == [*ends, "rebuild"]


@pytest.mark.parametrize("state", ["failed", "up_for_retry"])
def test_a_failed_pull_with_a_snapshot_ends_with_3_and_its_sentence(
    home: Path, display: Display, shown: StringIO, state: str
) -> None:
    _publish(home)
    failed = _outcome("one_stop", "failed", "Nguồn không trả lời.")
    airflow = PlayedAirflow(
        {"ingest__one_stop": (state, failed), "rebuild": ("success", lambda: None)}, announces=False
    )
    ending = _chain(airflow, display).run(["one_stop"], retry=True)
    assert ending.status() is Exit.PUBLISHED_WITHOUT_NEWEST
    assert "✗ one_stop: Nguồn không trả lời." in shown.getvalue()
    assert ("Airflow sẽ tự thử lại." in shown.getvalue()) is (state == "up_for_retry")


def test_a_source_held_back_ends_with_3(home: Path, display: Display) -> None:
    held = {"one_stop": ["20261123T003000000-00000000"]}
    airflow = PlayedAirflow(
        {
            "ingest__one_stop": ("success", _outcome("one_stop", "ok")),
            "rebuild": ("success", lambda: _publish(home, held)),
        }
    )
    assert _chain(airflow, display).run(["one_stop"], retry=False).status() is Exit.PUBLISHED_WITHOUT_NEWEST


def test_nothing_published_ends_with_1(home: Path, display: Display) -> None:
    failed = _outcome("one_stop", "failed", "Nguồn không trả lời.")
    airflow = PlayedAirflow(
        {"ingest__one_stop": ("failed", failed), "rebuild": ("success", lambda: None)}, announces=False
    )
    assert _chain(airflow, display).run(["one_stop"], retry=False).status() is Exit.NOTHING_PUBLISHED


def test_a_failed_build_ends_with_1_though_an_older_snapshot_stays(
    home: Path, display: Display, shown: StringIO
) -> None:
    _publish(home)
    broken = _outcome("build", "failed", "Kiểm tra không đạt.")
    airflow = PlayedAirflow(
        {"ingest__one_stop": ("success", _outcome("one_stop", "ok")), "rebuild": ("failed", broken)}
    )
    assert _chain(airflow, display).run(["one_stop"], retry=False).status() is Exit.NOTHING_PUBLISHED
    assert "✗ Kiểm tra không đạt." in shown.getvalue()


@pytest.mark.parametrize(
    ("paused", "status"),
    [("ingest__one_stop", Exit.PUBLISHED_WITHOUT_NEWEST), ("rebuild", Exit.NOTHING_PUBLISHED)],
)
def test_a_paused_dag_is_told_and_not_waited_for(
    home: Path, display: Display, shown: StringIO, paused: str, status: Exit
) -> None:
    _publish(home)
    airflow = PlayedAirflow({"ingest__one_stop": ("failed", lambda: None), "rebuild": ("success", lambda: None)})
    airflow.paused = frozenset({paused})
    airflow.announces = False
    assert _chain(airflow, display).run(["one_stop"], retry=False).status() is status
    assert f"DAG {paused} đang tạm dừng" in shown.getvalue()
    assert paused not in [dag_id for dag_id, _ in airflow.triggered]


def test_only_runs_of_an_earlier_start_are_given_up(home: Path, display: Display) -> None:
    airflow = PlayedAirflow({})
    minute = timedelta(minutes=1)
    airflow.open = [
        Run("ingest__one_stop", "killed", "running", BEGAN - minute),
        Run("ingest__one_stop", "scheduled now", "running", BEGAN + minute),
        Run("rebuild", "waiting", "queued", None),
    ]
    _chain(airflow, display).close_interrupted(BEGAN)
    assert airflow.given_up == ["killed"]


def test_airflow_is_asked_again_while_its_server_fails(home: Path, display: Display) -> None:
    airflow = PlayedAirflow(
        {"ingest__one_stop": ("success", _outcome("one_stop", "ok")), "rebuild": ("success", lambda: _publish(home))}
    )
    answer, failures = airflow.woken, [AirflowUnavailable("500"), AirflowUnavailable("không trả lời")]

    def woken(run: Run) -> list[Run] | None:
        if failures:
            raise failures.pop()
        return answer(run)

    airflow.woken = woken  # type: ignore[method-assign]
    assert _chain(airflow, display).run(["one_stop"], retry=False).status() is Exit.PUBLISHED
    assert not failures


def test_a_dag_that_cannot_be_read_is_told_with_its_file(
    home: Path, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ioc.chain.READ_TIMEOUT_SECONDS", 0.05)
    with pytest.raises(AirflowRefused, match=r"DAG ingest__one_stop: ingest\.py: NameError: x"):
        _chain(PlayedAirflow({"rebuild": ("success", lambda: None)}), display).wait_for_dags(["one_stop"])

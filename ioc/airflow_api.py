"""Airflow's own REST API (v2), as far as `ioc up` needs it: is it ready, start a run, how far is it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from ioc.errors import AirflowRefused, AirflowUnavailable

ENDED = frozenset({"success", "failed"})
TIMEOUT_SECONDS = 15.0
HEALTH_TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True)
class Run:
    """One DAG run; `state` is Airflow's: queued, running, success, failed. `started_at` is real time."""

    dag_id: str
    run_id: str
    state: str
    started_at: datetime | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen in it."""
        return self.state in ENDED


@dataclass(frozen=True)
class TaskState:
    """One task of a run; `attempt` counts from 1."""

    task_id: str
    state: str | None
    attempt: int


class Api:
    """A client that logs in when it must. Methods raise `AirflowRefused` or `AirflowUnavailable`, saying why."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self._login = {"username": user, "password": password}
        self._client = httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS, trust_env=False)

    def is_healthy(self) -> bool:
        """Whether the database, the scheduler and the DAG processor are alive; False also while nobody answers.

        The tasks' own API is asked too: it is only made at its first call, which took 3 s of the first task.
        """
        try:
            self._client.get("/execution/health", timeout=HEALTH_TIMEOUT_SECONDS)
            answer = self._client.get("/api/v2/monitor/health", timeout=HEALTH_TIMEOUT_SECONDS)
        except httpx.HTTPError:
            return False
        if answer.status_code != httpx.codes.OK:
            return False
        health = answer.json()
        return all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))

    def dag_ids(self) -> frozenset[str]:
        """The DAGs that were read without an error and can run."""
        found = self._get("/api/v2/dags", {"limit": 100})["dags"]
        return frozenset(dag["dag_id"] for dag in found if not dag["has_import_errors"])

    def paused_dags(self) -> frozenset[str]:
        """The DAGs that somebody paused: a run of them would wait for ever."""
        found = self._get("/api/v2/dags", {"limit": 100, "paused": True})["dags"]
        return frozenset(dag["dag_id"] for dag in found)

    def import_errors(self) -> list[str]:
        """What kept DAG files from being read, a last line each."""
        errors = self._get("/api/v2/importErrors", {})["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}" for error in errors]

    def trigger(self, dag_id: str, settings: Mapping[str, Any]) -> Run:
        """Start a run now."""
        body = {"logical_date": None, "conf": dict(settings)}
        return _run(self._send("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body))

    def run(self, run: Run) -> Run:
        """The same run as it stands now."""
        return _run(self._get(f"/api/v2/dags/{run.dag_id}/dagRuns/{run.run_id}", {}))

    def open_runs(self) -> list[Run]:
        """The runs of all DAGs that have not ended."""
        found = self._get("/api/v2/dags/~/dagRuns", {"state": ["queued", "running"], "limit": 100})
        return [_run(entry) for entry in found["dag_runs"]]

    def give_up(self, run: Run) -> None:
        """Mark an open run as failed."""
        self._send("PATCH", f"/api/v2/dags/{run.dag_id}/dagRuns/{run.run_id}", json={"state": "failed"})

    def tasks(self, run: Run) -> list[TaskState]:
        """The tasks of a run."""
        found = self._get(f"/api/v2/dags/{run.dag_id}/dagRuns/{run.run_id}/taskInstances", {})
        return [TaskState(task["task_id"], task["state"], task["try_number"]) for task in found["task_instances"]]

    def woken(self, run: Run) -> list[Run] | None:
        """The runs that assets announced by `run` have started; None where it announced nothing.

        Airflow 3.3.2 fails at this question (status 500) while one of those runs is queued.
        """
        query = {"source_dag_id": run.dag_id, "source_run_id": run.run_id}
        events = self._get("/api/v2/assets/events", query)["asset_events"]
        started = [
            _run(entry | {"dag_run_id": entry["run_id"]}) for event in events for entry in event["created_dagruns"]
        ]
        return started if events else None

    def _get(self, path: str, query: Mapping[str, Any]) -> Any:
        return self._send("GET", path, params=query)

    def _send(self, method: str, path: str, **content: Any) -> Any:
        try:
            answer = self._client.request(method, path, **content)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                token = self._client.post("/auth/token", json=self._login).raise_for_status().json()["access_token"]
                self._client.headers["Authorization"] = f"Bearer {token}"
                answer = self._client.request(method, path, **content)
            return answer.raise_for_status().json()
        except httpx.HTTPStatusError as error:
            kind = AirflowUnavailable if error.response.is_server_error else AirflowRefused
            said = f"{error.response.status_code} {error.response.text[:300]}"
            raise kind(f"Airflow từ chối {method} {path}: {said}") from error
        except httpx.HTTPError as error:
            raise AirflowUnavailable(f"Airflow không trả lời {method} {path}: {error}") from error


def _run(entry: Mapping[str, Any]) -> Run:
    started = entry["start_date"]
    return Run(
        entry["dag_id"], entry["dag_run_id"], entry["state"], datetime.fromisoformat(started) if started else None
    )

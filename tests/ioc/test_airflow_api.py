import json
from collections.abc import Callable

import httpx
import pytest

from ioc.airflow_api import Api, Run
from ioc.errors import AirflowRefused, AirflowUnavailable

RUN = Run("ingest__one_stop", "manual", "running", None)
Answering = Callable[[httpx.Request], httpx.Response]


def _api(answer: Answering) -> Api:
    api = Api("http://127.0.0.1:8080", "admin", "secret")
    api._client = httpx.Client(base_url="http://127.0.0.1:8080", transport=httpx.MockTransport(answer))
    return api


def test_a_token_is_fetched_when_it_is_asked_for_and_kept() -> None:
    logins = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/auth/token":
            logins.append(json.loads(request.content))
            return httpx.Response(201, json={"access_token": "token"})
        allowed = request.headers.get("Authorization") == "Bearer token"
        return httpx.Response(200 if allowed else 401, json={"import_errors": []})

    api = _api(answer)
    assert api.import_errors() == []
    assert api.import_errors() == []
    assert logins == [{"username": "admin", "password": "secret"}]


@pytest.mark.parametrize(
    ("status", "kind"), [(500, AirflowUnavailable), (503, AirflowUnavailable), (404, AirflowRefused)]
)
def test_a_failing_server_may_be_asked_again_and_a_refusal_not(status: int, kind: type[Exception]) -> None:
    api = _api(lambda request: httpx.Response(status, text="vì sao"))
    with pytest.raises(AirflowRefused, match=f"{status} vì sao") as raised:
        api.run(RUN)
    assert type(raised.value) is kind


def test_a_server_that_is_not_there_may_be_asked_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("không kết nối được")

    api = _api(answer)
    assert not api.is_healthy()
    with pytest.raises(AirflowUnavailable, match="không kết nối được"):
        api.run(RUN)


@pytest.mark.parametrize("ailing", [None, "metadatabase", "scheduler", "dag_processor"])
def test_airflow_is_healthy_when_each_part_we_need_is(ailing: str | None) -> None:
    parts = ("metadatabase", "scheduler", "dag_processor")
    health = {part: {"status": "unhealthy" if part == ailing else "healthy"} for part in parts}
    api = _api(lambda request: httpx.Response(200, json=health | {"triggerer": {"status": None}}))
    assert api.is_healthy() is (ailing is None)


def test_the_runs_that_a_run_woke_are_told_from_nothing_announced() -> None:
    events: list[dict[str, object]] = []
    api = _api(lambda request: httpx.Response(200, json={"asset_events": events}))
    assert api.woken(RUN) is None
    events.append({"created_dagruns": []})
    assert api.woken(RUN) == []
    woken = {"dag_id": "rebuild", "run_id": "asset", "state": "running", "start_date": "2026-11-23T01:00:00Z"}
    events.append({"created_dagruns": [woken]})
    (run,) = api.woken(RUN) or []
    assert (run.dag_id, run.run_id, run.state) == ("rebuild", "asset", "running")

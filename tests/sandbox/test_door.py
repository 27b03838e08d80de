"""The door: tokens and their end, faults on request, and the two edits behind the source's back."""

import pytest

from sandbox.one_stop import District
from tests.sandbox.counter import Counter, credentials, read_instant

SEARCH = "/one_stop/pa/dossier/search"


def statuses(counter: Counter, path: str, times: int) -> list[int]:
    return [counter.http.get(path).status_code for _ in range(times)]


def test_a_token_lives_for_five_minutes(counter: Counter) -> None:
    answer = counter.http.post("/one_stop/token", data=credentials()).json()
    assert answer["expires_in"] == 300 and answer["token_type"] == "Bearer"
    counter.real.pass_by(seconds=299)
    assert counter.http.get(SEARCH).status_code == 200
    counter.real.pass_by(seconds=1)
    refused = counter.http.get(SEARCH)
    assert refused.status_code == 401 and refused.json()["error"] == "invalid_token"
    counter.log_in()
    assert counter.http.get(SEARCH).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"), [({"client_secret": "x"}, 401), ({"client_id": "x"}, 401), ({"grant_type": "password"}, 400)]
)
def test_a_wrong_key_opens_nothing(counter: Counter, changed: dict[str, str], status: int) -> None:
    assert counter.http.post("/one_stop/token", data=credentials(**changed)).status_code == status


@pytest.mark.parametrize("path", [SEARCH, "/one_stop/pa/dossier/1", "/one_stop/bd/procedure", "/one_stop/ba/agency"])
@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer x", "Basic x"])
def test_without_a_token_nothing_is_told(counter: Counter, path: str, header: str) -> None:
    assert counter.http.get(path, headers={"Authorization": header}).status_code == 401


def test_tokens_can_be_ended_in_mid_pull(counter: Counter) -> None:
    assert counter.http.post("/admin/faults", json={"kind": "expire_tokens"}).status_code == 200
    assert counter.http.get(SEARCH).status_code == 401
    counter.log_in()
    assert counter.http.get(SEARCH).status_code == 200


def test_too_many_requests_names_the_delay(counter: Counter) -> None:
    counter.http.post("/admin/faults", json={"kind": "too_many_requests", "times": 2, "retry_after_s": 7})
    assert counter.http.get(SEARCH).headers["Retry-After"] == "7"
    assert statuses(counter, SEARCH, 2) == [429, 200]


def test_faults_wait_for_the_path_they_are_meant_for(counter: Counter) -> None:
    counter.http.post("/admin/faults", json={"kind": "server_error", "path": "/one_stop/ba/"})
    counter.http.post("/admin/faults", json={"kind": "server_error", "times": 2, "path": "/one_stop/pa/"})
    assert statuses(counter, SEARCH, 3) == [500, 500, 200]
    assert statuses(counter, "/one_stop/ba/agency", 2) == [500, 200]
    counter.http.post("/admin/faults", json={"kind": "server_error"})
    assert counter.http.post("/one_stop/token", data=credentials()).status_code == 200
    counter.http.post("/admin/faults", json={"kind": "server_error", "path": "/one_stop/token"})
    assert counter.http.post("/one_stop/token", data=credentials()).status_code == 500


@pytest.mark.parametrize(
    "wanted",
    [{"kind": "earthquake"}, {}, [], {"kind": "server_error", "times": 0}, {"kind": "server_error", "when": 1}],
)
def test_unknown_faults_are_refused(counter: Counter, wanted: object) -> None:
    assert counter.http.post("/admin/faults", json=wanted).status_code == 400
    assert counter.http.get(SEARCH).status_code == 200


def test_a_deleted_dossier_is_gone(counter: Counter) -> None:
    total = counter.page(size=1)["totalElements"]
    victim = counter.page(page=40, size=1)["content"][0]
    assert counter.http.post("/admin/delete", json={"code": victim["code"]}).status_code == 200
    assert counter.page(size=1)["totalElements"] == total - 1
    assert counter.http.get(f"/one_stop/pa/dossier/{victim['id']}").status_code == 404
    assert counter.http.post("/admin/delete", json={"code": victim["code"]}).status_code == 404


def test_a_touched_dossier_comes_to_the_top_and_stays_itself(counter: Counter) -> None:
    old = counter.page(page=900, size=1)["content"][0]
    assert counter.http.post("/admin/touch", json={"code": old["code"]}).status_code == 200
    new = counter.page(f"pa/dossier/{old['id']}")
    assert read_instant(new["updatedDate"]) == counter.clock.instant
    assert new | {"updatedDate": None} == old | {"updatedDate": None}
    assert counter.page(size=1)["content"][0]["updatedDate"] == new["updatedDate"]
    assert counter.http.post("/admin/touch", json={"code": "H48.151.01-260101-9999"}).status_code == 404


def test_only_this_machine_may_ask_for_mischief(district: District) -> None:
    stranger = Counter(district, host="10.0.0.7")
    for path in ("faults", "delete", "touch"):
        assert stranger.http.post(f"/admin/{path}", json={"kind": "expire_tokens"}).status_code == 403
    assert stranger.http.get(SEARCH).status_code == 200


def test_health_needs_no_token(counter: Counter) -> None:
    answer = counter.http.get("/health", headers={"Authorization": ""}).json()
    assert answer["status"] == "up" and answer["one_stop"]["dossiers"] == counter.page(size=1)["totalElements"]

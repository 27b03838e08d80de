"""What each kind of fault looks like on the wire, and whom it meets."""

import time
import zlib
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from sandbox.faults import Fault, Faults
from tests.sandbox.counter import NOON, Counter, read_instant, status_of

SEARCH = "/one_stop/pa/dossier/search"
TEN = f"{SEARCH}?size=10&spec=slice"


def plant(counter: Counter, *wanted: dict[str, Any]) -> None:
    assert counter.http.post("/admin/faults", json=list(wanted)).status_code == 200


def statuses(counter: Counter, path: str, times: int) -> list[int]:
    return [counter.http.get(path).status_code for _ in range(times)]


def spoilt(counter: Counter, kind: str, **fields: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same ten dossiers with the fault and without."""
    plant(counter, {"kind": kind, **fields})
    return counter.http.get(TEN).json()["content"], counter.http.get(TEN).json()["content"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("server_error", 500),
        ("bad_gateway", 502),
        ("unavailable", 503),
        ("too_many_requests", 429),
        ("expire_tokens", 401),
    ],
)
def test_a_refusal_bears_its_status(counter: Counter, kind: str, status: int) -> None:
    plant(counter, {"kind": kind})
    assert counter.http.get(SEARCH).status_code == status


def test_a_delay_can_be_a_date_of_the_sources_own_clock(counter: Counter) -> None:
    plant(counter, {"kind": "too_many_requests_until", "retry_after_s": 90})
    headers = counter.http.get(SEARCH).headers
    assert parsedate_to_datetime(headers["Date"]) == NOON
    assert parsedate_to_datetime(headers["Retry-After"]) == NOON + timedelta(seconds=90)


def test_every_answer_bears_the_sources_clock(counter: Counter) -> None:
    assert parsedate_to_datetime(counter.http.get(SEARCH).headers["Date"]) == NOON
    assert parsedate_to_datetime(counter.http.get("/nowhere").headers["Date"]) == NOON


def test_a_page_for_people_comes_with_200(counter: Counter) -> None:
    plant(counter, {"kind": "html_page"})
    answer = counter.http.get(SEARCH)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_half_an_answer_says_that_it_is_whole(counter: Counter) -> None:
    whole = counter.http.get(TEN).content
    plant(counter, {"kind": "truncated_json"})
    answer = counter.http.get(TEN)
    assert answer.content == whole[: len(whole) // 2] and int(answer.headers["Content-Length"]) == len(answer.content)


def test_another_charset_than_the_header_says(counter: Counter) -> None:
    plant(counter, {"kind": "wrong_charset"})
    answer = counter.http.get(TEN)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode()
    assert '"content"' in answer.content.decode("cp1258")


def test_a_bomb_is_small_until_it_is_unpacked(counter: Counter) -> None:
    plant(counter, {"kind": "gzip_bomb"})
    with counter.http.stream("GET", TEN) as answer:
        packed = b"".join(answer.iter_raw())
    assert len(packed) < 2_000_000
    assert len(zlib.decompress(packed, wbits=zlib.MAX_WBITS | 16)) > 200_000_000


@pytest.mark.parametrize("kind", ["hang", "slow_drip"])
def test_slowness_changes_nothing_but_time(counter: Counter, kind: str) -> None:
    quick = counter.http.get(TEN).json()
    plant(counter, {"kind": kind, "seconds": 0.4})
    started = time.monotonic()
    assert counter.http.get(TEN).json() == quick
    assert time.monotonic() - started >= 0.35


def test_a_page_comes_twice_under_two_numbers(counter: Counter) -> None:
    first, second = (counter.http.get(f"{TEN}&page={page}").json() for page in (0, 1))
    plant(counter, {"kind": "page_repeated", "query": "page=1"})
    repeated = counter.http.get(f"{TEN}&page=1").json()
    assert repeated == second | {"content": first["content"]}
    assert first["content"] != second["content"]


def test_records_are_spoilt_one_by_one(counter: Counter) -> None:
    bad, good = spoilt(counter, "unknown_status", rows=2)
    assert [status_of(row) for row in bad[:2]] == [77, 77] and bad[2:] == good[2:]
    assert counter.http.get("/admin/faults").json()["met"][0]["codes"] == [row["code"] for row in good[:2]]
    bad, good = spoilt(counter, "missing_field", rows=0, field="appliedDate")
    assert all("appliedDate" not in row for row in bad) and all("appliedDate" in row for row in good)
    bad, good = spoilt(counter, "extra_field")
    assert set(bad[0]) - set(good[0]) == {"priorityNote"}
    bad, good = spoilt(counter, "null_due_date", rows=0)
    assert {row["appointmentDate"] for row in bad} == {None} != {row["appointmentDate"] for row in good}
    bad, _ = spoilt(counter, "closed_before_received", rows=0)
    assert all(read_instant(row["completedDate"]) < read_instant(row["acceptedDate"]) for row in bad)


@pytest.mark.parametrize("seconds", [3600, -7200])
def test_a_wrong_clock_shows_in_header_and_stamps(counter: Counter, seconds: int) -> None:
    good = counter.http.get(TEN).json()["content"]
    plant(counter, {"kind": "clock_skew", "seconds": seconds, "rows": 3})
    answer = counter.http.get(TEN)
    shift = timedelta(seconds=seconds)
    assert parsedate_to_datetime(answer.headers["Date"]) == NOON + shift
    stamps = [read_instant(row["updatedDate"]) for row in answer.json()["content"]]
    true = [read_instant(row["updatedDate"]) for row in good]
    assert stamps == [*(stamp + shift for stamp in true[:3]), *true[3:]]


def test_dossiers_change_and_vanish_in_mid_pull(counter: Counter) -> None:
    window = f"{TEN}&applied-from=2026-10-31T17:00:00.000%2B0000&applied-to=2026-11-10T17:00:00.000%2B0000"
    before = counter.everything(applied_from="2026-10-31T17:00:00.000+0000", applied_to="2026-11-10T17:00:00.000+0000")
    plant(counter, {"kind": "record_changed"}, {"kind": "record_deleted"})
    assert counter.http.get(window).json()["content"][0]["code"] == before[-1]["code"]
    after = counter.http.get(window).json()["content"]
    assert after[0]["code"] == before[0]["code"] and before[-1]["code"] not in {row["code"] for row in after}


def test_a_fault_lets_some_requests_through_first(counter: Counter) -> None:
    plant(counter, {"kind": "server_error", "after": 2, "times": 2}, {"kind": "bad_gateway", "after": 3})
    assert statuses(counter, SEARCH, 6) == [200, 200, 500, 500, 502, 200]


def test_tokens_end_when_their_request_comes(counter: Counter) -> None:
    plant(counter, {"kind": "expire_tokens", "after": 1})
    assert statuses(counter, SEARCH, 3) == [200, 401, 401]
    counter.log_in()
    assert statuses(counter, SEARCH, 1) == [200]


def test_a_fault_waits_for_its_query(counter: Counter) -> None:
    plant(counter, {"kind": "server_error", "query": "page=3"})
    assert statuses(counter, f"{SEARCH}?page=2", 2) == [200, 200]
    assert statuses(counter, f"{SEARCH}?page=3", 2) == [500, 200]


def test_what_waits_is_told_and_can_be_cleared(counter: Counter) -> None:
    plant(counter, {"kind": "server_error", "times": 3}, {"kind": "hang", "seconds": 5})
    assert statuses(counter, SEARCH, 1) == [500]
    told = counter.http.get("/admin/faults").json()
    assert [(each["kind"], each["times"]) for each in told["waiting"]] == [("server_error", 2), ("hang", 1)]
    assert [(each["kind"], each["path"]) for each in told["met"]] == [("server_error", SEARCH)]
    assert counter.http.delete("/admin/faults").status_code == 200
    assert statuses(counter, SEARCH, 2) == [200, 200]


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "hang", "seconds": "soon"},
        {"kind": "hang", "seconds": 1e9},
        {"kind": "server_error", "after": -1},
        {"kind": "unknown_status", "rows": 1.5},
        {"kind": "missing_field", "field": None},
        [{"kind": "server_error"}, {"kind": "earthquake"}],
        "server_error",
    ],
)
def test_what_cannot_be_meant_is_refused_as_a_whole(counter: Counter, wanted: object) -> None:
    assert counter.http.post("/admin/faults", json=wanted).status_code == 400
    assert counter.http.get(SEARCH).status_code == 200


def test_faults_can_be_planted_by_a_call() -> None:
    faults = Faults()
    faults.add(Fault("hang", times=2, path="/a"), Fault("server_error"))
    assert [faults.take(path) and "hit" for path in ("/a/1", "/b", "/a/2", "/a/3")] == ["hit", None, "hit", None]
    assert [each.kind for each in faults.waiting] == ["server_error"]


def test_the_portal_has_its_bad_days_too(counter: Counter) -> None:
    asked = {"timeType": "month", "departmentType": "ADMINISTRATIVE_UNIT", "year": 2026, "month": 10}
    asked |= {"rootDepartmentId": "H48", "currentPage": 1, "pageSize": 200}
    address = "/national_portal/api/v1/reporting/evaluation/service-results"
    good = counter.http.post(address, json=asked, headers={"Authorization": ""})
    assert {row["departmentCode"] for row in good.json()["data"]["evaluation"]} == {f"H48.15{n}" for n in range(1, 6)}
    plant(counter, {"kind": "hang", "seconds": 0.2, "path": "/national_portal/"})
    assert counter.http.post(address, json=asked).json() == good.json()
    plant(counter, {"kind": "truncated_json", "path": "/national_portal/"})
    with pytest.raises(ValueError):
        counter.http.post(address, json=asked).json()

"""The portal's totals: asked month by month, landed when they differ, and no reason for the other source to wait."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config import clock
from config.places import places
from connectors.kit import attempts, registry, runner
from connectors.kit.contract import Source
from connectors.kit.errors import ContractBroken, SourceUnavailable
from connectors.kit.landing import manifests
from connectors.kit.pages import RawPage
from connectors.national_portal import pull as portal
from sandbox.faults import Fault, Faults
from sandbox.one_stop import District
from sandbox.one_stop.counts import monthly_counts
from tests.installation import CLOCK, Installation, installed, served
from warehouse import build as build_module
from warehouse import reader
from warehouse.indicator_files import read_indicators

SEED, SCALE = 3, 0.004
UNITS = {"H48.151": "21040", "H48.152": "21061", "H48.153": "21085", "H48.154": "21100", "H48.155": "21109"}
SAMPLE = Path(portal.__file__).parent / "sample" / "service_result.json"


def hurried(source_id: str, **limits: Any) -> Source:
    """Contracts without pauses, and with few windows."""
    contract = registry.source(source_id)
    limited = replace(contract.limits, requests_per_second=1e6, **limits)
    return replace(contract, first_day="2026-10-01", limits=limited)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def installation(tmp_path: Path, faults: Faults) -> Iterator[Installation]:
    """Both sources served, nothing landed."""
    with installed(tmp_path, seed=SEED, scale=SCALE) as made:
        made.patch.setattr(runner, "source", hurried)
        made.patch.setattr(attempts, "FIRST_WAIT_S", 0.01)
        made.patch.setattr(build_module, "read_indicators", lambda: read_indicators()[:1])
        with served(made, faults=faults):
            yield made


def landed() -> list[dict[str, Any]]:
    newest = manifests(places().landing, "national_portal")[-1]
    rows: list[dict[str, Any]] = pq.read_table(newest.rows_file("service_result")).to_pylist()
    return rows


def test_twelve_months_of_every_commune_land_as_the_district_lived_them(installation: Installation) -> None:
    assert runner.pull("national_portal").rows == 12 * len(UNITS)
    instant = int(CLOCK.timestamp())
    counted = monthly_counts(District(SEED, SCALE).until(instant), instant)
    true = {
        (each.agency_unit_code, each.year, each.month): (each.received, each.resolved, each.on_time) for each in counted
    }
    rows = landed()
    months = {(int(row["year"]), int(row["month"])) for row in rows}
    assert min(months) == (2025, 12) and max(months) == (2026, 11) and len(months) == 12
    for row in rows:
        place = (UNITS[row["department_code"]], int(row["year"]), int(row["month"]))
        told = tuple(int(row[name]) for name in ("received_count", "resolved_count", "on_time_count"))
        assert told == true.get(place, (0, 0, 0))
    assert sum(int(row["received_count"]) for row in rows) > 100
    assert {row["department_name"] for row in rows} >= {"UBND xã Bình Sơn", "UBND xã Đông Sơn"}


def test_it_lands_again_only_when_a_figure_differs(installation: Installation) -> None:
    runner.pull("national_portal")
    assert runner.pull("national_portal").batches == ()
    installation.set_clock(CLOCK + timedelta(days=2))
    assert len(runner.pull("national_portal").batches) == 1
    assert len(manifests(places().landing, "national_portal")) == 2


def test_no_token_is_asked_for_or_sent(installation: Installation, faults: Faults) -> None:
    faults.add(Fault("server_error", path="/one_stop/token", times=100))
    assert runner.pull("national_portal").state == "ok"
    assert faults.met == []


@pytest.mark.parametrize("kind", ["server_error", "html_page", "truncated_json", "wrong_charset", "hang", "slow_drip"])
def test_a_question_by_post_is_put_again_as_it_was(installation: Installation, faults: Faults, kind: str) -> None:
    installation.patch.setattr(runner, "source", partial(hurried, timeout_s=0.8))
    faults.add(Fault(kind, path="/national_portal/", after=3, seconds=30))
    assert runner.pull("national_portal").rows == 12 * len(UNITS)
    assert [met.kind for met in faults.met] == [kind]


def test_departments_are_read_page_by_page(installation: Installation) -> None:
    installation.patch.setattr(runner, "source", partial(hurried, page_size=2))
    assert runner.pull("national_portal").rows == 12 * len(UNITS)
    assert len(manifests(places().landing, "national_portal")[0].pages) == 12 * 3


def test_a_portal_that_is_down_stops_nobody_else(installation: Installation, faults: Faults) -> None:
    faults.add(Fault("unavailable", path="/national_portal/", times=100))
    with pytest.raises(SourceUnavailable, match="Cổng Dịch vụ công quốc gia không trả lời"):
        runner.pull("national_portal")
    assert runner.pull("one_stop").state == "ok"
    build_module.build()
    assert reader.sql("SELECT count(*) AS n FROM marts.dossier").n[0] > 20
    shown = {each.id: each for each in reader.state(clock.now()).sources}
    assert (shown["national_portal"].state, shown["one_stop"].state) == ("down", "fresh")
    assert "lỗi 503" in str(shown["national_portal"].cause)


def test_an_answer_of_another_month_breaks_the_contract() -> None:
    year = json.loads(SAMPLE.read_text(encoding="utf-8"))
    month = portal._months(CLOCK.date())[-2]
    assert portal._page("service_result", month, SAMPLE.read_bytes()).content
    year["data"]["overview"]["month"] = 1
    with pytest.raises(ContractBroken, match=r"của tháng khác với tháng 10/2026"):
        portal._page("service_result", month, json.dumps(year).encode())


@pytest.mark.parametrize(
    "body",
    [b"{}", b"[]", b'{"code": "OK", "data": {"overview": {}, "evaluation": []}}', b'{"code": "ERROR", "data": {}}'],
)
def test_what_is_no_answer_breaks_the_contract(body: bytes) -> None:
    with pytest.raises(ContractBroken, match="không phải trang JSON"):
        portal._page("service_result", CLOCK.date().replace(day=1), body)


def test_the_sample_gives_rows_that_know_their_month() -> None:
    rows = list(portal.parse("service_result", RawPage(SAMPLE.read_bytes())))
    assert [(row["departmentCode"], row["year"], row["month"]) for row in rows] == [
        ("H48.021", 2026, 10),
        ("H48.022", 2026, 10),
    ]
    assert len({portal.identity(row) for row in rows}) == 2


def test_months_go_back_over_the_end_of_a_year() -> None:
    months = portal._months(CLOCK.date().replace(month=3, day=31))
    assert [f"{month:%Y-%m}" for month in (months[0], months[-1])] == ["2025-04", "2026-03"]
    assert len(months) == len(set(months)) == 12


@pytest.mark.parametrize(
    "changed", [{"month": 13}, {"timeType": "year"}, {"pageSize": 500}, {"currentPage": 0}, {"departmentType": None}]
)
def test_the_portal_refuses_what_it_cannot_answer(installation: Installation, changed: dict[str, Any]) -> None:
    base_url = json.loads(places().sandbox_state.read_text())["sources"]["national_portal"]["base_url"]
    asked = {"timeType": "month", "year": 2026, "month": 10, "departmentType": "ADMINISTRATIVE_UNIT"}
    asked |= {"rootDepartmentId": "H48", "currentPage": 1, "pageSize": 200}
    address = f"{base_url}/{portal.SERVICE_RESULTS}"
    with httpx.Client(trust_env=False) as client:
        assert client.post(address, json=asked).json()["code"] == "OK"
        assert client.post(address, json=asked | changed).status_code == 400

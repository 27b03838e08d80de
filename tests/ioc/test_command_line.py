"""Each call as it is typed: what it prints where, and the exit status it ends with."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from config.settings import settings
from connectors.kit import runner
from connectors.kit.errors import SourceUnavailable
from ioc.main import app
from warehouse.errors import CheckFailed, NothingLanded, QueryInvalid


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def _raising(error: Exception) -> Any:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    return refuse


@pytest.fixture
def build(home: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A stand-in for warehouse.build; set `.build` to what it shall do."""
    module = SimpleNamespace(build=None)
    monkeypatch.setitem(sys.modules, "warehouse.build", module)
    return module


@pytest.fixture
def at_noon(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 23/11/2026."""
    monkeypatch.setenv("IOC_CLOCK", "2026-11-23T12:00:00+07:00")
    settings.cache_clear()


@pytest.fixture
def reader(home: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A stand-in for warehouse.reader."""
    module = SimpleNamespace(sql=lambda text, snapshot: pd.DataFrame({"xã": ["Đồng Xuân", None], "n": [1, 2]}))
    monkeypatch.setitem(sys.modules, "warehouse.reader", module)
    monkeypatch.setattr("warehouse.reader", module, raising=False)
    return module


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fly"], "Cách gọi không đúng: No such command 'fly'."),
        (["up", "--twice"], "Không có tùy chọn --twice."),
        (["pull"], "Thiếu source."),
        (["pull", "one_stop", "--since", "tomorrow"], "'tomorrow' không phải là ngày; viết như 2026-11-23."),
        (["build", "--as-known-at", "soon"], "'soon' không phải là thời điểm"),
        (["raw", "20261123", "0"], "Giá trị không hợp lệ"),
        (["query", "SELECT 1", "--csv", "--json"], "chỉ chọn một trong --csv và --json."),
        (
            ["pull", "no_such_source"],
            "Không có nguồn 'no_such_source'; các nguồn: health_record, national_portal, one_stop",
        ),
        (["raw", "no_such_batch", "1"], "Không có đợt dữ liệu no_such_batch"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(
    home: Path, build: SimpleNamespace, reader: SimpleNamespace, words: list[str], said: str
) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_wrong_setting_ends_with_2_and_names_the_variable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_PORTS__WALL", "eighty")
    result = call("doctor")
    assert result.exit_code == 2
    assert "IOC_PORTS__WALL = 'eighty'" in result.stderr


def test_a_pull_that_fails_ends_with_1_and_its_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = SourceUnavailable("Nguồn không trả lời.", source="one_stop")
    monkeypatch.setattr(runner, "pull", _raising(failure))
    result = call("pull", "one_stop")
    assert (result.exit_code, result.stderr) == (1, "Nguồn không trả lời. [nguồn one_stop]\n")


def test_a_pull_tells_what_landed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "pull", lambda *_, **__: SimpleNamespace(rows=180000, batches=("a", "b")))
    result = call("pull", "one_stop")
    assert (result.exit_code, result.stdout) == (0, "Đã tiếp nhận 180.000 dòng trong 2 đợt từ one_stop.\n")


def test_dates_reach_the_runner(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def pull(source: str, **options: Any) -> SimpleNamespace:
        given.update(options)
        return SimpleNamespace(rows=0, batches=())

    monkeypatch.setattr(runner, "pull", pull)
    call("pull", "one_stop", "--since", "2026-11-01", "--reconcile")
    assert {name: str(value) for name, value in given.items()} == {
        "since": "2026-11-01",
        "until": "None",
        "reconcile": "True",
    }


@pytest.mark.parametrize(("held", "status"), [((), 0), (("one_stop",), 3)])
def test_a_build_ends_with_3_where_a_source_was_held_back(
    build: SimpleNamespace, held: tuple[str, ...], status: int
) -> None:
    build.build = lambda as_known_at: SimpleNamespace(snapshot_id="ioc-1", is_new=True, held_sources=held)
    result = call("build")
    assert (result.exit_code, result.stdout) == (status, "Đã dựng bản ioc-1.\n")
    assert ("one_stop" in result.stderr) is bool(held)


def test_a_build_that_fails_its_checks_ends_with_1(build: SimpleNamespace) -> None:
    build.build = _raising(CheckFailed("Kiểm tra không đạt."))
    result = call("build")
    assert (result.exit_code, result.stderr) == (1, "Kiểm tra không đạt.\n")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-10-30", "2026-10-30T23:59:59.999999+07:00"),
        ("2026-10-30T08:00", "2026-10-30T08:00:00+07:00"),
        ("2026-10-30T01:00:00+00:00", "2026-10-30T01:00:00+00:00"),
    ],
)
def test_as_known_at_is_vietnamese_time_and_a_date_means_its_end(
    build: SimpleNamespace, at_noon: None, typed: str, meant: str
) -> None:
    given: list[Any] = []

    def remember(as_known_at: Any) -> SimpleNamespace:
        given.append(as_known_at)
        return SimpleNamespace(snapshot_id="x", is_new=False, held_sources=())

    build.build = remember
    result = call("build", "--as-known-at", typed)
    assert result.exit_code == 0
    assert given[0].isoformat() == meant
    assert "Không có gì đổi, vẫn là bản x." in result.stdout
    assert "/asof/x.duckdb. Bản đang công bố không đổi." in result.stdout
    assert "--snapshot x" in result.stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-23T12:01", "12:01 ngày 23/11/2026 chưa đến (bây giờ là 12:00 ngày 23/11/2026); ghi cả giờ"),
        ("2026-11-23", "ghi cả giờ, như 2026-11-23T12:00."),
        ("2026-11-23T05:01:00+00:00", "12:01 ngày 23/11/2026 chưa đến"),
        ("2027-01-01", "chỉ dựng lại được những gì đã biết."),
        ("2026-10-30T25:00", "không phải là thời điểm"),
    ],
)
def test_the_future_is_not_known(build: SimpleNamespace, at_noon: None, typed: str, said: str) -> None:
    build.build = _raising(AssertionError("nothing may be built"))
    result = call("build", "--as-known-at", typed)
    assert result.exit_code == 2
    assert said in result.stderr


def test_before_anything_landed_nothing_was_known(build: SimpleNamespace, at_noon: None) -> None:
    build.build = _raising(NothingLanded("Chưa có gì để dựng."))
    assert call("build").stderr == "Chưa có gì để dựng.\n"
    result = call("build", "--as-known-at", "2026-10-30")
    assert result.exit_code == 1
    assert "Đến 23:59 ngày 30/10/2026 chưa có dữ liệu nào được tiếp nhận; hãy kéo một nguồn trước." in result.stderr


def test_a_query_is_printed_as_a_table_csv_or_json(reader: SimpleNamespace) -> None:
    assert "Đồng Xuân" in call("query", "SELECT 1").stdout
    assert call("query", "SELECT 1", "--csv").stdout == "xã,n\nĐồng Xuân,1\n,2\n"
    printed = json.loads(call("query", "SELECT 1", "--json").stdout)
    assert printed == [{"xã": "Đồng Xuân", "n": 1}, {"xã": None, "n": 2}]


def test_a_query_that_is_refused_ends_with_2(reader: SimpleNamespace) -> None:
    reader.sql = _raising(QueryInvalid("Chỉ được một câu SELECT."))
    result = call("query", "DROP TABLE x")
    assert (result.exit_code, result.stderr) == (2, "Chỉ được một câu SELECT.\n")


def test_a_fault_of_ours_shows_no_traceback_but_with_debug(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "pull", _raising(ZeroDivisionError("oops")))
    plain = call("pull", "one_stop")
    assert plain.exit_code == 1
    assert "Lỗi chưa lường trước: ZeroDivisionError: oops" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "Traceback" in call("--debug", "pull", "one_stop").stderr


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, ioc.main; print(*{'duckdb', 'pandas', 'airflow', 'httpx', 'dash', 'uvicorn'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""

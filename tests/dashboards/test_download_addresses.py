"""Asking for a file of `/procedures` wrongly, twice, or too early: a sentence, and never a fault of the server."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest
from flask.testing import FlaskClient

from dashboards import file_answer, words
from dashboards.screens.procedures.sheets import filter_in_words
from tests.dashboards.conftest import own_copy
from tests.dashboards.test_downloads import PAGE_OF, served
from tests.dashboards.test_export import sheets_of
from tests.installation import Installation


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "equals", "dateFrom": "2026-11-03 00:00:00"}, "đúng ngày 03/11/2026"),
        ({"type": "lessThan", "dateFrom": "2026-11-03 00:00:00"}, "trước ngày 03/11/2026"),
        ({"type": "greaterThan", "dateFrom": "2026-11-03 00:00:00"}, "sau ngày 03/11/2026"),
        ({"type": "inRange", "dateFrom": "2026-11-03", "dateTo": None}, "đúng ngày 03/11/2026"),
    ],
)
def test_filters_are_told_in_words(given: dict[str, Any], said: str) -> None:
    assert filter_in_words({"due_date": given}) == f"Lọc theo Hẹn trả {said}"
    assert filter_in_words({}) == filter_in_words({"due_date": {"dateFrom": None}}) == ""


def test_a_snapshot_that_was_exported_is_kept(pages: FlaskClient, synthetic: Installation) -> None:
    for _again in range(3):
        served(pages, "/procedures.csv?measure=overdue_open")
    (used,) = (synthetic.home / "warehouse").glob("*.used")
    (note,) = used.read_text(encoding="utf-8").splitlines()
    assert f"snapshot={PAGE_OF}" in json.loads(note)["by"]


BROKEN_TABLES = (
    "{", "[]", "1", "null", '"x"', '{"filterModel": "x"}', '{"filterModel": [1]}', '{"sortModel": {"colId": 1}}',
    '{"sortModel": [{}]}', '{"sortModel": [{"colId": {}, "sort": "asc"}]}', '{"sortModel": ["due_date"]}',
    '{"filterModel": {"due_date": 3}}', '{"filterModel": {"due_date": {"dateFrom": "31/02/2026"}}}',
    '{"filterModel": {"due_date": {"dateFrom": 5}}}', '{"filterModel": {"agency_name_vi": {"filter": "\\ud800"}}}',
    '{"filterModel": {"due_date": {"type": "lessThan", "dateFrom": "0001-01-01"}}}', "[" * 50_000,
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("table", BROKEN_TABLES)
def test_a_table_that_no_grid_wrote_is_a_sentence(
    pages: FlaskClient, synthetic: Installation, kind: str, table: str
) -> None:
    answer = pages.get(f"/procedures.{kind}", query_string={"measure": "overdue_open", "table": table})
    assert answer.status_code == 400 and "bộ lọc" in answer.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"unit": "99999"}, "Không có đơn vị"),
        ({"measure": "nothing"}, "không có: nothing"),
        ({"measure": "nothing", "view": "map"}, "không có: nothing"),
        ({"measure": "handling_days_median", "view": "map"}, "bản đồ"),
        ({"measure": "over\r\nX-Planted: 1"}, "không có"),
        ({"measure": "over\r\nX-Planted: 1", "view": "map"}, "không có"),
        ({"measure": "on_time_share", "part": "middle"}, "middle"),
        ({"measure": "dossiers_received", "part": "rest"}, "không có danh sách"),
        ({"view": "sideways"}, "sideways"),
        ({"view": "why"}, "không có tệp"),
        ({"measure": "on_time_share", "view": "provenance"}, "không có tệp"),
        ({"start": "yesterday"}, "yesterday"),
        ({"start": "2026-09-16"}, "16/09/2026"),
        ({"snapshot": "ioc-20200101T000000-00000000"}, "không còn"),
        ({"snapshot": "../current"}, "không còn"),
        ({"snapshot": "a" * 400}, "không còn"),
    ],
)
def test_an_address_that_errs_is_a_sentence(
    pages: FlaskClient, synthetic: Installation, query: dict[str, str], said: str
) -> None:
    for kind in ("csv", "xlsx"):
        answer = pages.get(f"/procedures.{kind}?{urlencode(query)}")
        assert answer.status_code == 404 and said in answer.text, answer.text
        assert "Traceback" not in answer.text and "X-Planted" not in answer.headers


@pytest.mark.parametrize("planted", ["Phòng\r\nX-Planted: 1", "\x00\x01", '"; x="', "=1+1", "Đất đai & <nhà>"])
def test_what_narrows_a_list_may_be_any_text(pages: FlaskClient, synthetic: Installation, planted: str) -> None:
    query = {"measure": "overdue_open", "agency": planted}
    answer = pages.get("/procedures.xlsx", query_string=query)
    assert answer.status_code == 200 and "X-Planted" not in answer.headers
    assert answer.headers["Content-Disposition"].count('"') == 2
    assert "0 hồ sơ" in sheets_of(answer.get_data())["Hồ sơ"][0][0]


def test_no_file_is_made_before_the_first_snapshot(pages: FlaskClient, empty: Installation) -> None:
    answer = pages.get("/procedures.csv")
    assert answer.status_code == 404 and words.NO_DATA in answer.get_data(as_text=True)


def test_a_broken_or_outdated_snapshot_is_a_sentence(pages: FlaskClient, synthetic: Installation) -> None:
    with duckdb.connect(str(own_copy(synthetic))) as connection:
        connection.execute("DROP TABLE marts.indicator_definition")
    answer = pages.get("/procedures.csv?measure=overdue_open")
    assert answer.status_code == 503 and "phiên bản trước" in answer.text


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another file is being made."""
    monkeypatch.setattr(file_answer, "LONGEST_WAIT_SECONDS", 0.05)
    with file_answer.ONE_AT_A_TIME:
        yield


@pytest.mark.parametrize("link", ["/procedures.csv", "/procedures.xlsx?measure=overdue_open", "/follow-up.xlsx"])
def test_one_file_is_made_at_a_time(pages: FlaskClient, synthetic: Installation, busy: None, link: str) -> None:
    answer = pages.get(link)
    assert answer.status_code == 503 and "một tệp khác" in answer.text
    assert answer.headers["Retry-After"] == "60"


def test_a_file_that_failed_lets_the_next_be_made(pages: FlaskClient, synthetic: Installation) -> None:
    for link in ("/procedures.csv?unit=99999", "/procedures.csv?table=[]", "/procedures.csv"):
        pages.get(link)
        assert not file_answer.ONE_AT_A_TIME.locked()

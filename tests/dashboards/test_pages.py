"""The pages over HTTP: in the demo, with nothing yet, with old data, with a broken file, and for addresses that err."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from config.outcomes import begin, finish
from dashboards import words
from tests.dashboards.conftest import own_copy
from tests.dashboards.synthetic import write_pointer_to
from tests.installation import CLOCK, Installation

SENT = (
    ("dossiers", "getRowsResponse"), ("dossiers-notice", "children"), ("download-xlsx", "href"),
    ("download-csv", "href"),
)  # fmt: skip


def visit(client: FlaskClient, search: str, path: str = "/procedures") -> str:
    """What the server sends a browser for an address, as JSON text: the answer of Dash's own routing callback."""
    wiring = client.get("/_dash-dependencies").get_json()
    routing = next(each for each in wiring if "_pages_content.children" in each["output"])
    given = {"_pages_location.pathname": path, "_pages_location.search": search}
    inputs = [each | {"value": given.get(f"{each['id']}.{each['property']}", "")} for each in routing["inputs"]]
    ids = [part.rsplit(".", 1) for part in routing["output"].strip(".").split("...")]
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": routing["output"],
            "outputs": [{"id": each, "property": name} for each, name in ids],
            "inputs": inputs,
            "changedPropIds": ["_pages_location.search"],
            "state": [each | {"value": ""} for each in routing["state"]],
        },
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.dumps(answer.get_json(), ensure_ascii=False)


def test_the_page_shows_its_unit_period_and_mark(pages: FlaskClient, real: Installation) -> None:
    said = visit(pages, "?unit=21061&basis=successor&grain=report_quarter&start=2026-09-15")
    for part in ("Xã Vạn Tường", "Quý IV/2026 (15/9–nay)", words.PROVISIONAL, words.INVENTED, "Số liệu đến"):
        assert part in said


def test_the_mark_goes_when_nothing_is_invented(
    pages: FlaskClient, synthetic: Installation, synthetic_file: Path
) -> None:
    assert words.INVENTED in visit(pages, "")
    write_pointer_to(synthetic.home, synthetic_file, invented=False)
    assert words.INVENTED not in visit(pages, "")


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?unit=99999", "Không có đơn vị mang mã 99999"),
        ("?unit='; DROP TABLE marts.dossier", "Không có đơn vị mang mã"),
        ("?basis=both", "cách tính đơn vị không có: both"),
        ("?grain=hour", "loại kỳ không có: hour"),
        ("?start=31/02/2026", "ngày không đọc được: 31/02/2026"),
        ("?start=1999-01-01", "bắt đầu ngày 01/01/1999"),
        ("?measure=everything", "chỉ tiêu không có: everything"),
        ("?view=everything", "cách xem không có: everything"),
        ("?measure=handling_days_median&part=rest", "không có danh sách này"),
        ("?snapshot=ioc-20200101T000000-00000000", "không còn được giữ"),
        ("?dossier=H48.999-000000-0000", "Không có hồ sơ H48.999-000000-0000"),
        ("?unit=21046", "chỉ có trong số liệu theo đơn vị cũ"),
    ],
)
def test_an_address_that_errs_is_told_so(pages: FlaskClient, synthetic: Installation, search: str, said: str) -> None:
    answer = visit(pages, search)
    assert said in answer
    assert "Traceback" not in answer and "Error" not in answer


def test_a_page_that_is_not_there_is_told_so_in_vietnamese(pages: FlaskClient, synthetic: Installation) -> None:
    assert "Không có trang này" in visit(pages, "", "/nowhere")


@pytest.mark.parametrize("search", ["", "?measure=overdue", "?dossier=H48-1"])
def test_before_the_first_snapshot_the_page_says_what_to_do(
    pages: FlaskClient, empty: Installation, search: str
) -> None:
    said = visit(pages, search)
    assert words.NO_DATA in said and "ioc up --once" in said


@pytest.mark.parametrize("search", ["", "?measure=overdue", "?dossier=H48-1"])
def test_a_broken_snapshot_is_a_sentence(pages: FlaskClient, synthetic: Installation, search: str) -> None:
    own_copy(synthetic).write_bytes(b"this is no database")
    said = visit(pages, search)
    assert "Trang này chưa hiện được số liệu" in said and "ioc doctor" in said
    assert "Traceback" not in said


def test_a_broken_pointer_is_a_sentence(pages: FlaskClient, synthetic: Installation) -> None:
    (synthetic.home / "warehouse" / "current.json").write_text("{", encoding="utf-8")
    assert "Trang này chưa hiện được số liệu" in visit(pages, "")


def test_old_data_says_how_old_it_is(pages: FlaskClient, synthetic: Installation) -> None:
    assert "freshness-calm" in visit(pages, "")
    synthetic.set_clock(CLOCK + timedelta(days=4, hours=2))
    said = visit(pages, "")
    assert "Chậm 3 ngày làm việc · chờ từ 25/11" in said and "freshness-alert" in said


def test_a_source_that_is_down_says_so_at_once(pages: FlaskClient, synthetic: Installation) -> None:
    visit(pages, "")
    next_try = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
    finish(begin("one_stop", "pull"), "failed", error="SourceUnavailable", next_try_at=next_try)
    said = visit(pages, "")
    assert "Mất kết nối nguồn từ 07:30 ngày 23/11 · thử lại lúc 08:00 · số liệu đến " in said


def test_a_dossier_tells_its_way_and_where_it_came_from(pages: FlaskClient, synthetic: Installation) -> None:
    listed = visit(pages, "?measure=missing_due_date_share&unit=21109")
    assert "Danh sách" not in listed
    code = _first_code(pages, listed)
    said = visit(pages, f"?dossier={code}")
    for part in ("Tiếp nhận", "Số liệu đến từ đâu?", "ioc raw 20261123T001500000-0a1b2c3d", "không có ngày hẹn trả"):
        assert part in said


def _first_code(client: FlaskClient, listed: str) -> str:
    content = json.loads(listed)["response"]["_pages_content"]["children"]
    stores = [part for part in _parts(content) if part.get("id") == "dossiers-of"]
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": f"..{'...'.join(f'{each}.{name}' for each, name in SENT)}..",
            "outputs": [{"id": each, "property": name} for each, name in SENT],
            "inputs": [{"id": "dossiers", "property": "getRowsRequest", "value": {"startRow": 0, "endRow": 100}}],
            "changedPropIds": ["dossiers.getRowsRequest"],
            "state": [{"id": "dossiers-of", "property": "data", "value": stores[0]["data"]}],
        },
    ).get_json()
    link: str = answer["response"]["dossiers"]["getRowsResponse"]["rowData"][0]["dossier_code"]
    return link[1:].partition("]")[0]


def _parts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [part for child in node for part in _parts(child)]
    if not isinstance(node, dict):
        return []
    props = node.get("props", {})
    return [props, *_parts(props.get("children"))]


def test_the_browser_may_ask_nobody_else(pages: FlaskClient, synthetic: Installation) -> None:
    policy = pages.get("/procedures").headers["Content-Security-Policy"]
    rules = dict(rule.partition(" ")[::2] for rule in policy.split("; "))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'self'"
    assert "unsafe" not in rules["script-src"] and "http" not in policy and "*" not in policy


def test_text_is_packed_for_those_who_can_unpack_it(pages: FlaskClient, synthetic: Installation) -> None:
    script = next(
        part for part in pages.get("/procedures").get_data(as_text=True).split('"') if "dash_renderer" in part
    )
    packed = pages.get(script, headers={"Accept-Encoding": "gzip"})
    plain = pages.get(script)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 2


def test_the_shell_is_in_vietnamese(pages: FlaskClient, synthetic: Installation) -> None:
    shell = pages.get("/procedures").get_data(as_text=True)
    assert '<html lang="vi">' in shell and "Loading..." not in shell and "twitter" not in shell
